using System.Text.RegularExpressions;
using DealInsights.WebApi.V2;
using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;

namespace DealInsights.WebApi.Documentation;

/// <summary>One OpenAPI document that the service has of itself.</summary>
/// <param name="Name">What it is called, in <c>/openapi/NAME.json</c> and in the folder of the written documents.</param>
/// <param name="Version">The version of the API that it describes.</param>
/// <param name="Base">Where the addresses of that version begin.</param>
/// <param name="Format">The version of OpenAPI in which it is written.</param>
internal sealed record ApiDocument(string Name, string Version, string Base, OpenApiSpecVersion Format)
{
    /// <summary>Every version of the API in OpenAPI 3.1, and once more in 3.0 for generators that know no newer one.</summary>
    public static readonly IReadOnlyList<ApiDocument> All =
    [
        .. InBothFormats(V3Api.Version, V3Api.Base), .. InBothFormats(V2Api.Version, V2Api.Base),
    ];

    /// <summary>The addresses of all documents, as a route.</summary>
    /// <remarks>Of these alone: for others the framework would answer plain text where every other address has a problem.</remarks>
    public static string Route =>
        $"/openapi/{{documentName:regex(^({string.Join('|', All.Select(document => Regex.Escape(document.Name)))})$)}}.json";

    /// <summary>Whether an operation belongs to this version of the API.</summary>
    public bool Describes(ApiDescription operation) =>
        operation.RelativePath?.StartsWith($"{Base.TrimStart('/')}/", StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<ApiDocument> InBothFormats(string version, string address) =>
    [
        new(version, version, address, OpenApiSpecVersion.OpenApi3_1),
        new($"{version}-3.0", version, address, OpenApiSpecVersion.OpenApi3_0),
    ];
}
