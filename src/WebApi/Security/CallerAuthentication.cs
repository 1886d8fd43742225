using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>
/// What the schemes of our own have in common: a request is looked at once, and refusals are written elsewhere
/// (<see cref="AccessRefusals"/>). Leaner than the framework's base class, whose options and events none of them needs.
/// </summary>
internal abstract class CallerAuthentication : IAuthenticationHandler
{
    private Task<AuthenticateResult>? _result;

    protected HttpContext Context { get; private set; } = null!;

    protected AuthenticationScheme Scheme { get; private set; } = null!;

    /// <inheritdoc/>
    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        (Scheme, Context) = (scheme, context);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuthenticateResult> AuthenticateAsync() => _result ??= FindCallerAsync();

    /// <inheritdoc/>
    public Task ChallengeAsync(AuthenticationProperties? properties) => AnswerAsync(StatusCodes.Status401Unauthorized);

    /// <inheritdoc/>
    public Task ForbidAsync(AuthenticationProperties? properties) => AnswerAsync(StatusCodes.Status403Forbidden);

    /// <summary>Says who sent the request, or that its credentials are wrong.</summary>
    protected abstract Task<AuthenticateResult> FindCallerAsync();

    protected AuthenticateResult Is(string name, params ReadOnlySpan<string> roles) =>
        AuthenticateResult.Success(new AuthenticationTicket(Callers.Make(Scheme.Name, name, roles), Scheme.Name));

    private Task AnswerAsync(int status)
    {
        Context.Response.StatusCode = status;

        return Task.CompletedTask;
    }
}
