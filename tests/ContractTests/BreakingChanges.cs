using System.Text.Json.Nodes;

namespace DealInsights.ContractTests;

/// <summary>
/// Finds the changes between two documents that a caller could notice. Responses must not change at all, because callers
/// of v2 expect their exact form. Descriptions, examples and headers may change; operations, optional parameters and errors
/// may be added, and parameters may become looser.
/// </summary>
internal static class BreakingChanges
{
    private static readonly string[] Annotations = ["description", "summary", "example", "examples", "title"];

    /// <summary>Every breaking change between two documents in OpenAPI 3.1, as text; empty when there is none.</summary>
    public static IReadOnlyList<string> Between(JsonNode before, JsonNode after)
    {
        var changes = new List<string>();
        foreach (var (path, operations) in before["paths"]!.AsObject())
        {
            foreach (var (method, old) in operations!.AsObject())
            {
                if (after["paths"]![path]?[method] is not { } current)
                {
                    changes.Add($"{method} {path} is gone");
                    continue;
                }

                var name = old!["operationId"]!.GetValue<string>();
                if (current["operationId"]?.GetValue<string>() != name)
                {
                    changes.Add($"{name} has another operationId");
                }

                changes.AddRange(InParameters(old, current).Select(change => $"{name}: {change}"));
                changes.AddRange(InAnswers(Resolve(old, before), Resolve(current, after)).Select(change => $"{name}: {change}"));
            }
        }

        return changes;
    }

    private static IEnumerable<string> InParameters(JsonNode before, JsonNode after)
    {
        var current = ParametersOf(after);
        foreach (var (name, old) in ParametersOf(before))
        {
            if (!current.Remove(name, out var found))
            {
                yield return $"parameter {name} is gone";
                continue;
            }

            if (IsRequired(found) && !IsRequired(old))
            {
                yield return $"parameter {name} is required now";
            }

            // A removed keyword allows more; a new or changed one may allow less.
            foreach (var (keyword, constraint) in Bare(found["schema"]!).AsObject())
            {
                if (!JsonNode.DeepEquals(constraint, old["schema"]![keyword]))
                {
                    yield return $"parameter {name} has another {keyword}";
                }
            }
        }

        foreach (var (name, added) in current)
        {
            if (IsRequired(added))
            {
                yield return $"parameter {name} is new and required";
            }
        }
    }

    private static IEnumerable<string> InAnswers(JsonNode before, JsonNode after)
    {
        foreach (var (status, old) in before["responses"]!.AsObject())
        {
            if (after["responses"]![status] is not { } current)
            {
                yield return $"status {status} is gone";
            }
            else if (!JsonNode.DeepEquals(Bare(old!["content"]), Bare(current["content"])))
            {
                yield return $"the answer with status {status} has another form";
            }
        }

        foreach (var (status, _) in after["responses"]!.AsObject())
        {
            if (status[0] is '2' or '3' && before["responses"]![status] is null)
            {
                yield return $"status {status} is new";
            }
        }
    }

    private static Dictionary<string, JsonNode> ParametersOf(JsonNode operation) =>
        (operation["parameters"]?.AsArray() ?? []).ToDictionary(
            parameter => $"{parameter!["name"]} in {parameter["in"]}", parameter => parameter!);

    private static bool IsRequired(JsonNode parameter) => parameter["required"]?.GetValue<bool>() == true;

    /// <summary>Returns a copy in which the referenced schemas replace the references; no schema refers to itself.</summary>
    private static JsonNode Resolve(JsonNode node, JsonNode document) => node switch
    {
        JsonObject fields when fields["$ref"] is { } reference => Resolve(
            document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!, document),
        JsonObject fields => new JsonObject(fields.Select(
            field => KeyValuePair.Create(field.Key, field.Value is null ? null : Resolve(field.Value, document)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Resolve(item, document))]),
        _ => node.DeepClone(),
    };

    /// <summary>Returns a copy without annotations, with lists sorted whose order has no meaning.</summary>
    /// <param name="node">A part of the document; null counts as empty.</param>
    /// <param name="hasNames">Whether its keys are names of properties, not keywords.</param>
    private static JsonNode Bare(JsonNode? node, bool hasNames = false) => node switch
    {
        null => new JsonObject(),
        JsonObject fields => new JsonObject(fields
            .Where(field => hasNames || !Annotations.Contains(field.Key))
            .Select(field => KeyValuePair.Create(
                field.Key,
                field.Value is null ? null
                    : !hasNames && field.Key is "required" or "type" or "enum" ? Sorted(field.Value)
                    : Bare(field.Value, hasNames: !hasNames && field.Key == "properties")))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Bare(item))]),
        _ => node.DeepClone(),
    };

    private static JsonNode Sorted(JsonNode node) => node is JsonArray items
        ? new JsonArray([.. items.OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal).Select(item => item?.DeepClone())])
        : node.DeepClone();
}
