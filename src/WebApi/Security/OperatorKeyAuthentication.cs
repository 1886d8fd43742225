using System.Security.Cryptography;
using System.Text;
using DealInsights.Application.Access;
using DealInsights.WebApi.Diagnostics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>The operators' one configured key, in the header <c>X-Operator-Key</c>. It needs no store.</summary>
internal sealed class OperatorKeyAuthentication(IOptions<DiagnosticsOptions> options) : CallerAuthentication
{
    public const string Header = "X-Operator-Key";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> FindCallerAsync() => Task.FromResult(
        HasKey() ? Is("operator-key", RoleNames.Operator) : AuthenticateResult.Fail("Another key."));

    private bool HasKey() =>
        options.Value.OperatorKey is { } key
        && Context.Request.Headers[Header] is [{ } given]
        // Of the hashes, which are equally long: neither a letter nor the length is told by the time this takes.
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
