using System.Text.Json;
using Json.Schema;

namespace DealInsights.ContractTests;

/// <summary>How answers are held against their schemas.</summary>
internal static class Validation
{
    /// <summary>Formats such as <c>date-time</c> count.</summary>
    public static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    /// <summary>Everything about a body that its schema does not allow; empty when there is nothing.</summary>
    public static IReadOnlyList<string> Violations(this JsonSchema schema, string body)
    {
        var result = schema.Evaluate(JsonDocument.Parse(body).RootElement, Strict);

        return result.IsValid
            ? []
            : [.. from detail in result.Details ?? []
                  from error in detail.Errors ?? new Dictionary<string, string>()
                  select $"{detail.InstanceLocation}: {error.Value} ({detail.EvaluationPath})"];
    }
}
