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

    /// <summary>The accepted schemes whose callers read deals: <see cref="Schemes.HubSpot"/> and those of all roles.</summary>
    public IReadOnlyList<string> ForReaders { get; } = Accepted(
        (Schemes.ApiKey, security.Value.ApiKeys ?? environment.IsDevelopment()),
        (Schemes.Bearer, !string.IsNullOrWhiteSpace(tokens.Value.Authority)),
        (Schemes.HubSpot, hubSpot.Value.IsConfigured));

    /// <summary>The accepted schemes whose callers see diagnostics: <see cref="Schemes.OperatorKey"/> and those of all roles.</summary>
    public IReadOnlyList<string> ForOperators { get; } = Accepted(
        (Schemes.ApiKey, security.Value.ApiKeys ?? environment.IsDevelopment()),
        (Schemes.Bearer, !string.IsNullOrWhiteSpace(tokens.Value.Authority)),
        (Schemes.OperatorKey, operators.Value.OperatorKey is not null));

    /// <summary>All accepted schemes.</summary>
    public IEnumerable<string> All => ForReaders.Union(ForOperators);

    private static List<string> Accepted(params IEnumerable<(string Scheme, bool IsAccepted)> schemes) =>
        [.. schemes.Where(one => one.IsAccepted).Select(one => one.Scheme)];
}
