using System.Text.RegularExpressions;
using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.OpenApi;

/// <summary>An OpenAPI document that the service serves.</summary>
/// <param name="Name">Its name in <c>/openapi/NAME.json</c> and in <c>docs/openapi</c>.</param>
/// <param name="Version">The version of the API that it describes.</param>
/// <param name="Base">The path prefix of that version.</param>
/// <param name="Format">The OpenAPI version in which it is written.</param>
internal sealed record ApiDocument(string Name, string Version, string Base, OpenApiSpecVersion Format)
{
    /// <summary>Every API version in OpenAPI 3.1, and in 3.0 for generators that do not support 3.1.</summary>
    public static readonly IReadOnlyList<ApiDocument> All =
    [
        .. InBothFormats(V3Api.Version, V3Api.Base), .. InBothFormats(V2Api.Version, V2Api.Base),
    ];

    /// <summary>The route of the documents.</summary>
    /// <remarks>Matches existing documents only; for others the framework would return plain text instead of a problem.</remarks>
    public static string Route =>
        $"/openapi/{{documentName:regex(^({string.Join('|', All.Select(document => Regex.Escape(document.Name)))})$)}}.json";

    /// <summary>Whether an operation belongs to this version of the API.</summary>
    public bool Describes(ApiDescription operation) =>
        operation.RelativePath?.StartsWith($"{Base.TrimStart('/')}/", StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<ApiDocument> InBothFormats(string version, string path) =>
    [
        new(version, version, path, OpenApiSpecVersion.OpenApi3_1),
        new($"{version}-3.0", version, path, OpenApiSpecVersion.OpenApi3_0),
    ];
}
