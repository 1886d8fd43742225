using DealInsights.Application.Access;
using DealInsights.WebApi.Diagnostics;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Security;

/// <summary>The ways by which a caller may get in, as they are switched on by settings.</summary>
internal sealed class WaysIn(
    IOptions<SecurityOptions> security,
    IOptions<TokenOptions> tokens,
    IOptions<DiagnosticsOptions> diagnostics,
    ISignedCallVerifier signatures,
    IHostEnvironment environment)
{
    /// <summary>Whether who sends no credentials may read.</summary>
    public bool Anonymous { get; } = security.Value.AllowAnonymous ?? environment.IsDevelopment();

    public bool ApiKeys { get; } = security.Value.ApiKeys ?? environment.IsDevelopment();

    public bool Tokens { get; } = !string.IsNullOrWhiteSpace(tokens.Value.Authority);

    /// <summary>Calls that HubSpot signed.</summary>
    public bool Signatures { get; } = signatures.IsConfigured;

    /// <summary>The one key of the operators, which opens diagnostics and metrics even while the store is away.</summary>
    public bool OperatorKey { get; } = diagnostics.Value.OperatorKey is not null;

    /// <summary>Whether anybody can get to the answers.</summary>
    public bool AreAny => Anonymous || ApiKeys || Tokens || Signatures;

    /// <summary>Whether operators can come in from elsewhere.</summary>
    public bool AreAnyForOperators => ApiKeys || Tokens || OperatorKey;
}
