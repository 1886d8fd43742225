using System.Globalization;
using System.Text.Json.Serialization;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Baseline;

/// <summary>
/// The least that a JSON answer costs on this machine: Kestrel, a route, one object of the shape and size of the
/// endpoint's answer; no middleware, no logging, no store. Runs in a process of its own, as the service does.
/// </summary>
internal static class BaselineServer
{
    public const string Mode = "baseline-server";

    /// <summary>The id of the process with which the server is to end.</summary>
    public const string ParentOption = "--parent";

    private const string PortOption = "--port";

    /// <summary>As long as the service's overviews are: two to three lines.</summary>
    private const int OverviewLength = 250;

    private const string OverviewLine =
        "Confirming the pilot in two branches from March; weighing the price against a rival's lower offer. ";

    private static readonly string Overview =
        string.Concat(Enumerable.Repeat(OverviewLine, 1 + (OverviewLength / OverviewLine.Length)))[..OverviewLength];

    /// <summary>Serves until stopped; prints its address on a line of its own as soon as it listens.</summary>
    /// <exception cref="UsageException">The arguments are not <c>--port N</c> or <c>--parent ID</c>.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var (port, parentId) = Parse(arguments);
        await using var app = Build(port, parentId);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.Single());
        await app.WaitForShutdownAsync();
    }

    /// <summary>The server, not yet started; port 0 takes a free one.</summary>
    public static WebApplication Build(int port, int? parentId = null)
    {
        // Empty: no settings file or environment variable of the directory it is started in can change what it serves.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore()
            .UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        if (parentId is { } id)
        {
            builder.Services.AddSingleton<IHostLifetime>(services =>
                new ParentLifetime(id, services.GetRequiredService<IHostApplicationLifetime>()));
        }

        var app = builder.Build();
        app.MapGet(ContractEndpoint.BasePath + ContractEndpoint.DealInfo.Name, AnswerDealInfoAsync);
        app.MapGet(ContractEndpoint.BasePath + ContractEndpoint.Overview.Name, AnswerOverviewAsync);
        app.MapGet(
            $"{ContractEndpoint.V3BasePath}{{dealName}}{ContractEndpoint.KnownOverview.About}", AnswerNotModifiedAsync);
        return app;
    }

    private static (int Port, int? ParentId) Parse(IReadOnlyList<string> arguments)
    {
        var (port, parentId) = (0, (int?)null); // port 0: a free one
        for (var position = 0; position < arguments.Count; position += 2)
        {
            var value = position + 1 < arguments.Count ? arguments[position + 1] : null;
            if (!int.TryParse(value, CultureInfo.InvariantCulture, out var number)
                || number < 0
                || arguments[position] is not (PortOption or ParentOption))
            {
                throw new UsageException($"{Mode} takes {PortOption} N, not '{arguments[position]} {value}'.");
            }

            (port, parentId) = arguments[position] == PortOption ? (number, parentId) : (port, number);
        }

        return (port, parentId);
    }

    private static Task AnswerDealInfoAsync(HttpContext context)
    {
        var dealName = context.Request.Query[ContractEndpoint.DealInfo.Parameter].ToString();
        var answer = new BaselineDealInfo(dealName, "Unknown Owner", "Negotiation", 42, "2026-01-05", "2026-03-05");
        return context.Response.WriteAsJsonAsync(answer, BaselineJson.Default.BaselineDealInfo);
    }

    private static Task AnswerNotModifiedAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        context.Response.Headers.ETag = "W/\"0123456789abcdef\"";
        return Task.CompletedTask;
    }

    private static Task AnswerOverviewAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        new BaselineOverview(Overview), BaselineJson.Default.BaselineOverview);
}

/// <summary>An answer of the size and shape of <c>deal-info</c>'s.</summary>
internal sealed record BaselineDealInfo(
    string DealId, string DealOwner, string DealStage, int ActivityCount, string? StartDate, string? EndDate);

/// <summary>An answer of the size and shape of <c>company-overview</c>'s.</summary>
internal sealed record BaselineOverview(string Overview);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BaselineDealInfo))]
[JsonSerializable(typeof(BaselineOverview))]
internal sealed partial class BaselineJson : JsonSerializerContext;
