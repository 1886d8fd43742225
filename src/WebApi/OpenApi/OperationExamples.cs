using System.Text.Json.Nodes;

namespace DealInsights.WebApi.OpenApi;

/// <summary>
/// Responses over the sample deals, recorded in <c>Examples/OPERATION.STATUS.json</c> by
/// <c>clients/generate.sh --record</c>. The contract tests compare them with what the service returns.
/// </summary>
internal static class OperationExamples
{
    /// <summary>Returns the recorded response of an operation with a status; null when there is none.</summary>
    public static JsonNode? Find(string? operationId, string status)
    {
        using var file = typeof(OperationExamples).Assembly.GetManifestResourceStream(
            typeof(OperationExamples), $"Examples.{operationId}.{status}.json");

        return file is null ? null : JsonNode.Parse(file);
    }
}
