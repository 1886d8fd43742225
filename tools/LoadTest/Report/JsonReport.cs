using System.Text.Json;
using System.Text.Json.Serialization;
using DealInsights.LoadTest.Results;

namespace DealInsights.LoadTest.Report;

/// <summary>Writes the results for programs to read: latencies in ms, processor time in µs.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(LoadTestResult result) => JsonSerializer.Serialize(result, Format);
}
