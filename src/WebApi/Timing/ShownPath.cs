using DealInsights.WebApi.V3;
using Microsoft.AspNetCore.Routing.Patterns;

namespace DealInsights.WebApi.Timing;

/// <summary>
/// An address as logs may show it: a part that no address of ours has could be anything, such as the name of a deal that
/// somebody took for a part of the path.
/// </summary>
internal sealed class ShownPath(EndpointDataSource endpoints)
{
    private const string Unknown = "{unknown}";

    // Made when the first is asked for: the addresses are known when all are mapped.
    private readonly Lazy<HashSet<string>> _segments = new(() => new(
        endpoints.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.RoutePattern.PathSegments)
            .SelectMany(segment => segment.Parts)
            .OfType<RoutePatternLiteralPart>()
            .Select(part => part.Content)
            .Concat([$"{V2.V2Api.Version}.json", $"{V3Api.Version}.json", $"{{{V3Api.DealName}}}", ""]),
        StringComparer.OrdinalIgnoreCase));

    /// <summary>The path without what is unknown.</summary>
    public string Of(HttpContext context)
    {
        if (context.Features.Get<DealAddress>() is { } address)
        {
            return address.Template;
        }

        var path = context.Request.Path.Value ?? "";
        var known = _segments.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var segment in path.AsSpan().Split('/'))
        {
            if (!known.Contains(path.AsSpan(segment)))
            {
                return string.Join('/', path.Split('/').Select(part => _segments.Value.Contains(part) ? part : Unknown));
            }
        }

        return path;
    }
}
