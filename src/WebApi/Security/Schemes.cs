using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace DealInsights.WebApi.Security;

/// <summary>The names of the ways in, and which of them a request is for.</summary>
internal static class Schemes
{
    /// <summary>The framework's name for whichever of the others a request's credentials are for.</summary>
    public const string Caller = "Caller";

    public const string ApiKey = "ApiKey";

    public const string Bearer = JwtBearerDefaults.AuthenticationScheme;

    public const string HubSpot = "HubSpotSignature";

    public const string OperatorKey = "OperatorKey";

    /// <summary>No credentials.</summary>
    public const string Anonymous = "Anonymous";

    /// <summary>More than one, of which nobody can say whose request it is.</summary>
    public const string Several = "Several";

    /// <summary>
    /// The one for a request. Credentials for a way in that is switched off are none. There is no order of preference
    /// between several: one that is wrong beside one that is right would go unnoticed.
    /// </summary>
    public static string Of(HttpContext context)
    {
        if (!AsksForACaller(context.GetEndpoint()))
        {
            return Anonymous;
        }

        var ways = context.RequestServices.GetRequiredService<WaysIn>();
        var headers = context.Request.Headers;
        var found = Anonymous;
        Note(ways.ApiKeys && headers.ContainsKey(ApiKeyAuthentication.Header), ApiKey, ref found);
        Note(ways.Tokens && HasBearer(headers), Bearer, ref found);
        Note(ways.Signatures && headers.ContainsKey(HubSpotAuthentication.SignatureHeader), HubSpot, ref found);
        Note(ways.OperatorKey && headers.ContainsKey(OperatorKeyAuthentication.Header), OperatorKey, ref found);

        return found;
    }

    // Health is asked every few seconds and answered to anybody: nobody is to cost it a look into the store.
    private static bool AsksForACaller(Endpoint? endpoint) =>
        endpoint is RouteEndpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static bool HasBearer(IHeaderDictionary headers)
    {
        foreach (var value in headers.Authorization)
        {
            if (value?.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) == true)
            {
                return true;
            }
        }

        return false;
    }

    private static void Note(bool isPresent, string scheme, ref string found)
    {
        if (isPresent)
        {
            found = found == Anonymous ? scheme : Several;
        }
    }
}
