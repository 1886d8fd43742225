using System.Text.Json.Nodes;
using DealInsights.Application.Audit.ListAuditRecords;
using DealInsights.Application.Deals.ListDeals;
using DealInsights.Domain.Deals;
using DealInsights.Domain.Privacy;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>Adds what the operations of v3 have in common: their parameters' forms, and conditional answers.</summary>
internal sealed class V3OperationTransformer : IOpenApiOperationTransformer
{
    private const string InsightParts = "deal, concerns, overview, stakeholders";
    private const string Part = "(deal|concerns|overview|stakeholders)";
    private const string PartList = $@"^\s*({Part}\s*(,\s*{Part}\s*)*)?$";
    private const string NoControlCharacters = @"^[^\x00-\x1f\x7f-\x9f]*$";

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            Describe(parameter);
        }

        operation.Parameters ??= [];
        DescribeAnswers(operation, IsConditional(context.Description));

        AddError(operation, "400", "A parameter is missing or not valid; `errors` names it.");
        if (operation.Parameters.Any(parameter => parameter.In == ParameterLocation.Path))
        {
            AddError(operation, "404", "No deal has this id.");
        }

        return Task.CompletedTask;
    }

    private static void AddError(OpenApiOperation operation, string status, string when) =>
        operation.Responses![status] = new OpenApiResponse { Description = when };

    // What is read of deals has a version; what is done to them, and the audit records, have none.
    private static bool IsConditional(ApiDescription operation) =>
        operation.HttpMethod == HttpMethods.Get
        && $"/{operation.RelativePath}".StartsWith(V3Api.Deals, StringComparison.OrdinalIgnoreCase);

    private static void DescribeAnswers(OpenApiOperation operation, bool areConditional)
    {
        if (operation.Responses?["200"] is not OpenApiResponse answer)
        {
            return;
        }

        if (!areConditional)
        {
            return;
        }

        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "If-None-Match",
            In = ParameterLocation.Header,
            Description = "The `ETag` of a response that the caller has; when it still holds, the status is 304.",
            Schema = Text(),
        });
        answer.Headers = new Dictionary<string, IOpenApiHeader>
        {
            ["ETag"] = OperationTransformer.Header(
                "Identifies this response, to ask whether it still holds.", "W/\"5b1f\""),
        };
        operation.Responses["304"] = new OpenApiResponse { Description = "The response that the caller has still holds." };
    }

    private static void Describe(OpenApiParameter parameter)
    {
        (parameter.Description, parameter.Schema, parameter.Example) = parameter.Name switch
        {
            "dealId" => (
                "The deal's id: HubSpot's where there is one, else 24 hexadecimal digits. `GET /deals?name=` finds it.",
                Text(1, 24),
                "60d52ebe3c76ca9760571cda"),
            "dealName" => (
                "Only records about this deal, by its name; one that is removed is still found.", Text(maxLength: DealName.MaxLength), "Acme renewal"),
            "email" => ("The person's e-mail address, whatever its letter case.", Text(1, PersonAddress.MaxLength), "ann@example.com"),
            "name" => ("Only the deals with exactly this name.", Filter(), "Acme renewal"),
            "caller" => ("Only what this caller did, by the name under which records show it.", Text(maxLength: ListAuditRecordsQuery.MaxCallerLength), "key:crm-ui"),
            "since" => ("Only from this time on.", Time(), "2026-01-05T00:00:00Z"),
            "until" => ("Only before this time.", Time(), "2026-02-01T00:00:00Z"),
            "stage" => ("Only deals in this pipeline stage, exactly as the CRM spells it.", Filter(), "contractsent"),
            "owner" => ("Only deals of this owner, exactly as the CRM spells it.", Filter(), "Maya Lindqvist"),
            "search" => ("Only deals whose name or company contains this, whatever the letter case.", Filter(), "acme"),
            "sort" => (
                "The order: a key, with `-` in front for the greatest first. Equal deals are ordered by name.",
                Orders(),
                "-amount"),
            "limit" => (
                $"The most on the page; {ListDealsQuery.DefaultLimit} unless said otherwise.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "1",
                    Maximum = ListDealsQuery.MaxLimit.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
                (JsonNode?)ListDealsQuery.DefaultLimit),
            "cursor" => ("The page before's `nextCursor`, with the same sort and filters; absent for the first page.", Text(), null),
            "include" => (
                $"The parts wanted, with commas between: {InsightParts}. All unless said otherwise.",
                Text(pattern: PartList),
                "deal,overview"),
            _ => (parameter.Description, parameter.Schema, parameter.Example),
        };
        parameter.Required = parameter.In == ParameterLocation.Path || parameter.Name == "email";
    }

    private static OpenApiSchema Filter() => Text(maxLength: ListDealsQuery.MaxFilterLength, pattern: NoControlCharacters);

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema Text(int? minLength = null, int? maxLength = null, string? pattern = null) =>
        new() { Type = JsonSchemaType.String, MinLength = minLength, MaxLength = maxLength, Pattern = pattern };

    // Named for NSwag, since what it makes of a minus sign is no name.
    private static OpenApiSchema Orders() => new()
    {
        Type = JsonSchemaType.String,
        Enum = ["name", "-name", "amount", "-amount", "lastModified", "-lastModified"],
        Extensions = new Dictionary<string, IOpenApiExtension>
        {
            ["x-enumNames"] = new JsonNodeExtension(new JsonArray(
                "Name", "NameDescending", "Amount", "AmountDescending", "LastModified", "LastModifiedDescending")),
        },
    };
}
