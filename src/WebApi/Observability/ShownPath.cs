using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DealInsights.WebApi.Observability;

/// <summary>
/// Renders a request's method and path for the log. Every part that no endpoint has could be anything, such as the name
/// of a deal, and of any length: such a path is logged as <c>{unknown}</c>.
/// </summary>
internal sealed class ShownPath(EndpointDataSource endpoints)
{
    public const string Unknown = "{unknown}";

    private const int MaxLength = 256;

    // Made at the first request: all endpoints are mapped by then.
    private readonly Lazy<HashSet<string>> _segments = new(() => new(
        endpoints.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.RoutePattern.PathSegments)
            .SelectMany(segment => segment.Parts)
            .OfType<RoutePatternLiteralPart>()
            .Select(part => part.Content)
            .Concat([$"{V2.V2Api.Version}.json", $"{V3Api.Version}.json", ""]),
        StringComparer.OrdinalIgnoreCase));

    /// <summary>The method of a request, or <c>{unknown}</c> when HTTP does not define it.</summary>
    public static string MethodOf(HttpContext context)
    {
        var method = HttpMethods.GetCanonicalizedValue(context.Request.Method);

        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method)
            || HttpMethods.IsDelete(method) || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method)
                ? method
                : Unknown;
    }

    /// <summary>The path of a request, or <c>{unknown}</c> when a part of it is unknown.</summary>
    public string Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";

        return path.Length <= MaxLength && path.Split('/').All(_segments.Value.Contains) ? path : Unknown;
    }
}
