using System.Globalization;
using System.Text.Json.Serialization;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Baseline;

/// <summary>
/// The least that a JSON answer costs on this machine: Kestrel, one route, one object of the shape of a
/// <c>deal-info</c> answer; no middleware, no logging, no store. Runs in a process of its own, as the service does.
/// </summary>
internal static class BaselineServer
{
    public const string Mode = "baseline-server";

    /// <summary>The id of the process with which the server is to end.</summary>
    public const string ParentOption = "--parent";

    private const string PortOption = "--port";

    /// <summary>Serves until stopped; prints its address on a line of its own as soon as it listens.</summary>
    /// <exception cref="UsageException">The arguments are not <c>--port N</c> or <c>--parent ID</c>.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        var (port, parentId) = Parse(arguments);
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

        await using var app = builder.Build();
        app.MapGet(ContractEndpoint.BasePath + ContractEndpoint.DealInfo.Name, AnswerAsync);
        await app.StartAsync();
        await Console.Out.WriteLineAsync(app.Urls.Single());
        await app.WaitForShutdownAsync();
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

    private static Task AnswerAsync(HttpContext context)
    {
        var dealName = context.Request.Query[ContractEndpoint.DealInfo.Parameter].ToString();
        var answer = new BaselineAnswer(dealName, "Unknown Owner", "Negotiation", 42, "2026-01-05", "2026-03-05");
        return context.Response.WriteAsJsonAsync(answer, BaselineJson.Default.BaselineAnswer);
    }
}

/// <summary>An answer of the size and shape of <c>deal-info</c>'s.</summary>
internal sealed record BaselineAnswer(
    string DealId, string DealOwner, string DealStage, int ActivityCount, string? StartDate, string? EndDate);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BaselineAnswer))]
internal sealed partial class BaselineJson : JsonSerializerContext;
