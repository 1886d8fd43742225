using System.Text.Encodings.Web;
using DealInsights.Application.Access;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>
/// Authenticates a request that HubSpot signed for one of its users: a reader, named by the account and user that HubSpot
/// wrote into the URL before signing it.
/// </summary>
internal sealed class HubSpotSignatureHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    HubSpotSignature signatures,
    IOptions<HubSpotOptions> hubSpot)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SignatureHeader = HubSpotRequests.SignatureHeader;

    private const string TimestampHeader = "X-HubSpot-Request-Timestamp";
    private const int MaxDigits = 20;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The cheap checks come first: nothing reads a body for a request that fails them.
        if (Request.Headers[SignatureHeader] is not [{ } signature]
            || Request.Headers[TimestampHeader] is not [{ } timestamp]
            || !signatures.IsTimely(timestamp)
            || SingleNumber("portalId") is not { } account
            || SingleNumber("userId") is not { } user
            || !hubSpot.Value.PortalIds.Contains(account)
            || (HasBody() && !TakesBody()))
        {
            return Caller.Unknown;
        }

        // The target as it was sent: Path and QueryString are encoded anew and may differ from the signed text.
        var target = Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var body = HasBody() ? await ReadBodyAsync() : [];

        return signatures.IsValid(Request.Method, target, body, timestamp, signature)
            ? Caller.Success(Scheme.Name, $"hubspot:{account}:{user}", RoleNames.Reader)
            : Caller.Unknown;
    }

    private bool HasBody() => Context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    private bool TakesBody() =>
        !HttpMethods.IsGet(Request.Method) && !HttpMethods.IsHead(Request.Method) && !HttpMethods.IsDelete(Request.Method);

    // HubSpot appends its own. A second one, written by a page, would leave open which of them counts.
    private string? SingleNumber(string parameter) =>
        Request.Query[parameter] is [{ Length: > 0 and <= MaxDigits } value] && value.All(char.IsAsciiDigit) ? value : null;

    /// <summary>Reads the raw body, which stays readable for the endpoint. The endpoint's size limit applies.</summary>
    private async Task<byte[]> ReadBodyAsync()
    {
        var body = new MemoryStream();
        await Request.Body.CopyToAsync(body, Context.RequestAborted);
        body.Position = 0;
        Request.Body = body;

        return body.ToArray();
    }
}
