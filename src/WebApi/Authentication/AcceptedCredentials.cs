using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Authentication;

/// <summary>Which credentials the settings accept.</summary>
internal sealed class AcceptedCredentials(
    IOptions<SecurityOptions> security,
    IOptions<BearerTokenOptions> tokens,
    IOptions<OperatorOptions> operators,
    IOptions<HubSpotOptions> hubSpot,
    IHostEnvironment environment)
{
    /// <summary>Whether requests without credentials may read deals.</summary>
    public bool Anonymous { get; } = security.Value.AllowAnonymous ?? environment.IsDevelopment();

    public bool ApiKeys { get; } = security.Value.ApiKeys ?? environment.IsDevelopment();

    public bool Tokens { get; } = !string.IsNullOrWhiteSpace(tokens.Value.Authority);

    /// <summary>Signatures of HubSpot.</summary>
    public bool Signatures { get; } = hubSpot.Value.IsConfigured;

    public bool OperatorKey { get; } = operators.Value.OperatorKey is not null;

    /// <summary>Whether any request can read deals.</summary>
    public bool AreAny => Anonymous || ApiKeys || Tokens || Signatures;

    /// <summary>Whether an operator can send credentials from another machine.</summary>
    public bool AreAnyForOperators => ApiKeys || Tokens || OperatorKey;
}
