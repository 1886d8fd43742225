using System.Globalization;
using System.Text.Json.Nodes;
using DealInsights.Application.Audit.ListAuditRecords;
using DealInsights.Application.Deals.ListDeals;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Privacy;
using DealInsights.WebApi.V3;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>
/// Describes the parameters of v3 by name: a name has one meaning in all operations. A new name is added here; its schema
/// has the limits that the query's validator checks.
/// </summary>
internal static class V3Parameters
{
    private const string NoControlCharacters = @"^[^\x00-\x1f\x7f-\x9f]*$";

    private static readonly string InsightPart = $"({string.Join('|', InsightParts.Names)})";

    /// <summary>Completes what the framework knows of a parameter.</summary>
    public static void Describe(OpenApiParameter parameter)
    {
        (parameter.Description, parameter.Schema, parameter.Example) = parameter.Name switch
        {
            "caller" => (
                "Only records of this caller, by the name that records show.",
                Text(maxLength: ListAuditRecordsQuery.MaxCallerLength),
                "key:crm-ui"),
            "cursor" => ("The `nextCursor` of the previous page, with the same filters and sort order; absent for the first page.", Text(), null),
            "dealId" => (
                "The deal's id: HubSpot's where there is one, else 24 hexadecimal digits. `GET /deals?name=` finds it.",
                Text(pattern: @"\S"),
                "60d52ebe3c76ca9760571cda"),
            "dealName" => (
                "Only records about the deal with this name, which may have been removed.",
                Text(maxLength: DealName.MaxLength),
                "Acme renewal"),
            "email" => ("The person's e-mail address; case-insensitive.", Text(1, PersonAddress.MaxLength), "ann@example.com"),
            "include" => (
                $"The parts to return, separated by commas: {string.Join(", ", InsightParts.Names)}. Default: all.",
                Text(pattern: $@"^\s*({InsightPart}\s*(,\s*{InsightPart}\s*)*)?$"),
                "deal,overview"),
            "limit" => (
                $"The maximum number of items on a page. Default: {ListDealsQuery.DefaultLimit}.",
                Integer(1, ListDealsQuery.MaxLimit),
                ListDealsQuery.DefaultLimit),
            "name" => ("Only deals with exactly this name.", Filter(), "Acme renewal"),
            "owner" => ("Only deals of this owner, exactly as in the CRM.", Filter(), "Maya Lindqvist"),
            "search" => ("Only deals whose name or company contains this text; case-insensitive.", Filter(), "acme"),
            "since" => ("Only from this time on.", Time(), "2026-01-05T00:00:00Z"),
            "sort" => (
                "The sort order: a key, with a leading `-` for descending. Deals with equal keys are sorted by name.",
                OneOf(ListDealsQuery.SortOrders),
                "-amount"),
            "stage" => ("Only deals in this pipeline stage, exactly as in the CRM.", Filter(), "contractsent"),
            "until" => ("Only before this time.", Time(), "2026-02-01T00:00:00Z"),
            _ => (parameter.Description, parameter.Schema, parameter.Example),
        };
        // Callers cannot omit what must not be empty.
        parameter.Required = parameter.In == ParameterLocation.Path || parameter.Schema?.MinLength > 0;
    }

    private static OpenApiSchema Filter() => Text(maxLength: ListDealsQuery.MaxFilterLength, pattern: NoControlCharacters);

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema Text(int? minLength = null, int? maxLength = null, string? pattern = null) =>
        new() { Type = JsonSchemaType.String, MinLength = minLength, MaxLength = maxLength, Pattern = pattern };

    private static OpenApiSchema Integer(int minimum, int maximum) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = minimum.ToString(CultureInfo.InvariantCulture),
        Maximum = maximum.ToString(CultureInfo.InvariantCulture),
    };

    // NSwag cannot derive a C# name from a leading minus.
    private static OpenApiSchema OneOf(IEnumerable<string> orders) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. orders.Select(order => JsonValue.Create(order))],
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["x-enumNames"] = new JsonNodeExtension(new JsonArray([.. orders.Select(order => JsonValue.Create(NameOf(order)))])),
        },
    };

    private static string NameOf(string order)
    {
        var key = order.TrimStart('-');
        var name = $"{char.ToUpperInvariant(key[0])}{key[1..]}";

        return order == key ? name : $"{name}Descending";
    }
}
