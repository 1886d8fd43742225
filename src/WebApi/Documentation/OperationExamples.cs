using System.Text.Json.Nodes;

namespace DealInsights.WebApi.Documentation;

/// <summary>
/// What operations answered over the sample deals, recorded in <c>Examples/OPERATION.STATUS.json</c>. The contract tests
/// compare each with what the service answers, and record them anew when they are told to.
/// </summary>
internal static class OperationExamples
{
    /// <summary>The recorded answer of an operation with a status; null when there is none.</summary>
    public static JsonNode? Find(string? operationId, string status)
    {
        using var file = typeof(OperationExamples).Assembly.GetManifestResourceStream(
            typeof(OperationExamples), $"Examples.{operationId}.{status}.json");

        return file is null ? null : JsonNode.Parse(file);
    }
}
