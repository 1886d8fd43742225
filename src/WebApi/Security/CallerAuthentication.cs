using DealInsights.Application.Access;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>
/// Finds out who sent a request, by whichever credentials it has. The default scheme, and leaner than the framework's base
/// class and policy scheme, which every request would go through twice: a request is looked at once, and refusals are
/// written elsewhere (<see cref="AccessRefusals"/>). Tokens alone are left to a scheme of the framework's.
/// </summary>
internal sealed class CallerAuthentication(
    WaysIn ways, ApiKeyAuthentication keys, HubSpotAuthentication signatures, OperatorKeyAuthentication operators)
    : IAuthenticationHandler
{
    private static readonly Task<AuthenticateResult> Reader =
        Task.FromResult(Callers.ResultOf(Schemes.Anonymous, "anonymous", RoleNames.Reader));

    private static readonly Task<AuthenticateResult> Nobody = Task.FromResult(AuthenticateResult.NoResult());

    private static readonly Task<AuthenticateResult> Several =
        Task.FromResult(AuthenticateResult.Fail("More than one credential, right or wrong."));

    private HttpContext _context = null!;
    private Task<AuthenticateResult>? _result;

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuthenticateResult> AuthenticateAsync() => _result ??= FindCallerAsync();

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties) => AnswerAsync(StatusCodes.Status401Unauthorized);

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties) => AnswerAsync(StatusCodes.Status403Forbidden);

    private Task<AuthenticateResult> FindCallerAsync() => Schemes.Of(_context) switch
    {
        Schemes.ApiKey => keys.FindCallerAsync(_context),
        Schemes.Bearer => _context.AuthenticateAsync(Schemes.Bearer),
        Schemes.HubSpot => signatures.FindCallerAsync(_context),
        Schemes.OperatorKey => operators.FindCallerAsync(_context),
        Schemes.Several => Several,
        // No credentials: a reader where that is allowed.
        _ => ways.Anonymous ? Reader : Nobody,
    };

    private Task AnswerAsync(int status)
    {
        _context.Response.StatusCode = status;

        return Task.CompletedTask;
    }
}
