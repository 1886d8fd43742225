using System.Security.Cryptography;
using System.Text;
using DealInsights.Application.Access;
using DealInsights.WebApi.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>The operators' one configured key, in the header <c>X-Operator-Key</c>. It needs no store.</summary>
internal sealed class OperatorKeyAuthentication(IOptions<DiagnosticsOptions> options)
{
    public const string Header = "X-Operator-Key";

    /// <summary>Says that a request comes from the operators, or that its key is wrong.</summary>
    public Task<AuthenticateResult> FindCallerAsync(HttpContext context) => Task.FromResult(
        HasKey(context) ? Callers.ResultOf(Schemes.OperatorKey, "operator-key", RoleNames.Operator) : AuthenticateResult.Fail("Another key."));

    private bool HasKey(HttpContext context) =>
        options.Value.OperatorKey is { } key
        && context.Request.Headers[Header] is [{ } given]
        // Of the hashes, which are equally long: neither a letter nor the length is told by the time this takes.
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
