using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Authentication;

/// <summary>The names of the authentication schemes, and the one that a request's credentials select.</summary>
internal static class Schemes
{
    /// <summary>The default scheme, which forwards to the one that <see cref="Select"/> names.</summary>
    public const string Default = "Caller";

    public const string ApiKey = "ApiKey";

    public const string Bearer = JwtBearerDefaults.AuthenticationScheme;

    public const string HubSpot = "HubSpotSignature";

    public const string OperatorKey = "OperatorKey";

    /// <summary>Selected by a request without credentials.</summary>
    public const string None = "None";

    /// <summary>
    /// Selected by a request with several credentials, which is refused: with an order of preference, a wrong credential
    /// beside a right one would go unnoticed.
    /// </summary>
    public const string Several = "Several";

    /// <summary>
    /// The scheme of a request's credentials. Credentials of a scheme that is switched off are ignored, and so are all
    /// credentials on public endpoints.
    /// </summary>
    public static string Select(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return None;
        }

        var accepted = context.RequestServices.GetRequiredService<AcceptedCredentials>();

        return accepted.All.Where(scheme => IsSent(scheme, context.Request.Headers)).Take(2).ToList() switch
        {
            [] => None,
            [var scheme] => scheme,
            _ => Several,
        };
    }

    private static bool IsSent(string scheme, IHeaderDictionary headers) => scheme switch
    {
        ApiKey => headers.ContainsKey(ApiKeyHandler.Header),
        Bearer => headers.Authorization.Any(IsBearer),
        HubSpot => headers.ContainsKey(HubSpotSignatureHandler.SignatureHeader),
        OperatorKey => headers.ContainsKey(OperatorKeyHandler.Header),
        _ => false,
    };

    private static bool IsBearer(string? authorization) =>
        authorization?.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) == true;
}
