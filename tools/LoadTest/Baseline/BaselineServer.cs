using System.Text.Json.Serialization;
using DealInsights.LoadTest.Load;
using MongoDB.Bson;
using MongoDB.Driver;

namespace DealInsights.LoadTest.Baseline;

/// <summary>
/// The least that a JSON response costs on this machine: Kestrel, a route, an object of the size of the endpoint's
/// response. No middleware, no logs; no store, or one <c>find</c> by key in MongoDB.
/// </summary>
internal static class BaselineServer
{
    private const string DefaultDatabase = "spotlight_db";

    private static readonly string Overview = string.Concat(Enumerable.Repeat("Confirming the pilot in March. ", 8));

    /// <summary>Builds the server for a free loopback port.</summary>
    /// <param name="mongoDb">The connection string of the database to read from; null for no store.</param>
    public static WebApplication Build(string? mongoDb)
    {
        // Empty: settings files and environment variables must not change what is measured.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var deals = mongoDb is null ? null : Connect(mongoDb);
        foreach (var endpoint in DealEndpoint.All)
        {
            app.MapGet(endpoint.Path, context => AnswerAsync(context, endpoint, deals));
        }

        return app;
    }

    private static IMongoCollection<BsonDocument> Connect(string connectionString)
    {
        var url = new MongoUrl(connectionString);
        var settings = MongoClientSettings.FromUrl(url);
        settings.MaxConnectionPoolSize = 50; // as the service's
        return new MongoClient(settings)
            .GetDatabase(url.DatabaseName ?? DefaultDatabase)
            .GetCollection<BsonDocument>("deal_info");
    }

    private static async Task AnswerAsync(
        HttpContext context, DealEndpoint endpoint, IMongoCollection<BsonDocument>? deals)
    {
        var name = context.Request.Query[endpoint.Parameter].ToString();
        if (deals is not null && await FindAsync(deals, name, context.RequestAborted) is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        object body = endpoint == DealEndpoint.DealInfo
            ? new BaselineDealInfo(name, "Unknown Owner", "Negotiation", 42, "2026-01-05", "2026-03-05")
            : new BaselineOverview(Overview);
        await context.Response.WriteAsJsonAsync(
            body, body.GetType(), BaselineJson.Default, contentType: null, context.RequestAborted);
    }

    private static Task<BsonDocument?> FindAsync(
        IMongoCollection<BsonDocument> deals, string name, CancellationToken cancellationToken) =>
        deals.Find(Builders<BsonDocument>.Filter.Eq("deal_id", name)).FirstOrDefaultAsync(cancellationToken)!;
}

/// <summary>A response of the size and shape of <c>deal-info</c>'s.</summary>
internal sealed record BaselineDealInfo(
    string DealId, string DealOwner, string DealStage, int ActivityCount, string? StartDate, string? EndDate);

/// <summary>A response of the size and shape of <c>company-overview</c>'s.</summary>
internal sealed record BaselineOverview(string Overview);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BaselineDealInfo))]
[JsonSerializable(typeof(BaselineOverview))]
internal sealed partial class BaselineJson : JsonSerializerContext;
