using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace DealInsights.ContractTests;

/// <summary>Checks event streams: the schema of an event's data depends on the event's name.</summary>
internal static class EventStreams
{
    public const string MediaType = "text/event-stream";

    private static readonly Dictionary<string, string> SchemaByEvent = new()
    {
        ["earlier"] = "Overview",
        ["statement"] = "Statement",
        ["final"] = "Overview",
        ["error"] = "ProblemDetails",
    };

    /// <summary>Returns every violation in a stream; empty when there is none.</summary>
    public static IReadOnlyList<string> Violations(string body, OpenApiFile document)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var events = SseParser.Create(stream).Enumerate().ToList();
        var violations = new List<string>();
        foreach (var item in events)
        {
            if (!SchemaByEvent.TryGetValue(item.EventType, out var name))
            {
                violations.Add($"{item.EventType} is not an event of this stream");
            }
            else
            {
                violations.AddRange(document.Compile(SchemaOf(document, name)).Violations(item.Data));
            }
        }

        if (events is not [.., { EventType: "final" or "error" }])
        {
            violations.Add("it does not end with final or error");
        }

        return violations;
    }

    private static JsonElement SchemaOf(OpenApiFile document, string name) =>
        document.Root.GetProperty("components").GetProperty("schemas").GetProperty(name);
}
