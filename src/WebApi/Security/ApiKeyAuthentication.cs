using System.Runtime.CompilerServices;
using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>An API key in the header <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyAuthentication(KnownKeys keys, KeyUse use, FailedAttempts attempts) : CallerAuthentication
{
    public const string Header = "X-Api-Key";

    private static readonly AuthenticateResult Wrong = AuthenticateResult.Fail("No such key.");

    // As long as the keys are known: making one anew costs a good part of what the whole check does.
    private static readonly ConditionalWeakTable<ApiKey, AuthenticateResult> Holders = [];

    /// <inheritdoc/>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store cannot say whether the key is valid.</exception>
    protected override async Task<AuthenticateResult> FindCallerAsync()
    {
        if (Context.Request.Headers[Header] is not [{ } secret] || !ApiKeySecret.HasForm(secret))
        {
            return Wrong;
        }

        var hash = ApiKeySecret.HashOf(secret);
        // Who guesses does not get to ask the store; who has used the key lately is not held up by a neighbor who guesses.
        if (!keys.Knows(hash) && attempts.AreTooMany(Context))
        {
            return Wrong;
        }

        if (await keys.FindValidAsync(hash, Context.RequestAborted) is not { } key)
        {
            return Wrong;
        }

        use.Note(key);
        return Holders.GetValue(key, static known => AuthenticateResult.Success(new AuthenticationTicket(
            Callers.Make(Schemes.ApiKey, $"key:{known.Name}", RoleNames.NameOf(known.Role)), Schemes.ApiKey)));
    }
}
