using System.Collections.Concurrent;
using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace DealInsights.WebApi.Security;

/// <summary>
/// A call that HubSpot signed for one of its users: a reader, named by account and user as HubSpot wrote them into the
/// address before it signed it.
/// </summary>
internal sealed class HubSpotAuthentication(ISignedCallVerifier signatures)
{
    public const string SignatureHeader = "X-HubSpot-Signature-v3";

    private const string TimestampHeader = "X-HubSpot-Request-Timestamp";
    private const string Account = "portalId";
    private const string User = "userId";
    private const int LongestNumber = 20;

    // More users than look at deals within an hour; HubSpot signed for each, so nobody can make them up.
    private const int MostCallers = 10_000;

    private readonly ConcurrentDictionary<(string Account, string User), Task<AuthenticateResult>> _callers = new();

    private static readonly Task<AuthenticateResult> Wrong =
        Task.FromResult(AuthenticateResult.Fail("Not signed, or not for an account that may ask."));

    /// <summary>Says for whom HubSpot signed a request, or that it did not.</summary>
    public Task<AuthenticateResult> FindCallerAsync(HttpContext context)
    {
        var request = context.Request;
        // What is cheap first: a body is read for nobody who gets these wrong.
        if (request.Headers[SignatureHeader] is not [{ } signature]
            || request.Headers[TimestampHeader] is not [{ } timestamp]
            || !signatures.IsTimely(timestamp)
            || SingleNumber(request, Account) is not { } account
            || SingleNumber(request, User) is not { } user
            || !signatures.IsAllowedAccount(account))
        {
            return Wrong;
        }

        // As it was sent: Path and the encoded address made of it are other texts than the one that was signed.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var call = new SignedCall(request.Method, target, default, timestamp, signature);

        // Nearly all: nothing is waited for.
        return context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
            ? FindCallerAsync(call, account, user)
            : FindCallerWithBodyAsync(context, call, account, user);
    }

    private async Task<AuthenticateResult> FindCallerWithBodyAsync(HttpContext context, SignedCall call, string account, string user) =>
        await FindCallerAsync(call with { Body = await ReadBodyAsync(context) }, account, user);

    private Task<AuthenticateResult> FindCallerAsync(in SignedCall call, string account, string user)
    {
        if (!signatures.IsSigned(call))
        {
            return Wrong;
        }

        // Making one anew costs more than the signature does.
        if (_callers.TryGetValue((account, user), out var known))
        {
            return known;
        }

        if (_callers.Count >= MostCallers)
        {
            _callers.Clear();
        }

        return _callers[(account, user)] = Task.FromResult(
            Callers.ResultOf(Schemes.HubSpot, $"hubspot:{account}:{user}", RoleNames.Reader));
    }

    // HubSpot appends its own; a second one, which a page may have written before it, would leave open which of them counts.
    private static string? SingleNumber(HttpRequest request, string parameter) =>
        request.Query[parameter] is [{ Length: > 0 and <= LongestNumber } value] && !value.AsSpan().ContainsAnyExceptInRange('0', '9') ? value : null;

    /// <summary>The raw body, which stays readable for whoever comes after. The server ends one that is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        context.Request.Body = body;

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
