using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>Authenticates operators by the one configured key in the header <c>X-Operator-Key</c>. It needs no store.</summary>
internal sealed class OperatorKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<OperatorOptions> operators)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Operator-Key";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        IsRightKey() ? Caller.Success(Scheme.Name, "operator-key", RoleNames.Operator) : Caller.Unknown);

    // Compares hashes, which have one length, so that the time tells nothing about the key's length either.
    private bool IsRightKey() =>
        operators.Value.OperatorKey is { } key
        && Request.Headers[Header] is [{ } sent]
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
