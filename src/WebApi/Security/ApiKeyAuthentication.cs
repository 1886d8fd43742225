using System.Runtime.CompilerServices;
using DealInsights.Application.Access;
using DealInsights.Application.Access.Keys;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>An API key in the header <c>X-Api-Key</c>.</summary>
internal sealed class ApiKeyAuthentication(KnownKeys keys, KeyUse use, FailedAttempts attempts)
{
    public const string Header = "X-Api-Key";

    private static readonly Task<AuthenticateResult> Wrong = Task.FromResult(AuthenticateResult.Fail("No such key."));

    // As long as the keys are known: making one anew costs a good part of what the whole check does.
    private static readonly ConditionalWeakTable<ApiKey, Task<AuthenticateResult>> Holders = [];

    /// <summary>Says whose key a request has, or that it is wrong.</summary>
    /// <exception cref="Application.Failures.UpstreamUnavailableException">The store cannot say whether the key is valid.</exception>
    public Task<AuthenticateResult> FindCallerAsync(HttpContext context)
    {
        if (context.Request.Headers[Header] is not [{ } secret] || !ApiKeySecret.HasForm(secret))
        {
            return Wrong;
        }

        if (KeyOnConnection.Find(context, secret) is { } same && keys.IsGood(same))
        {
            return FindHolderAsync(same.Key);
        }

        var hash = ApiKeySecret.HashOf(secret);
        if (keys.FindKnown(hash) is not { } known)
        {
            return AskAsync(context, hash);
        }

        KeyOnConnection.Remember(context, secret, known);

        return FindHolderAsync(known.Key);
    }

    private async Task<AuthenticateResult> AskAsync(HttpContext context, string hash)
    {
        // Who guesses does not get to ask the store; who has used the key lately is not held up by a neighbor who guesses.
        if (!keys.Knows(hash) && attempts.AreTooMany(context))
        {
            return await Wrong;
        }

        return await (await keys.FindValidAsync(hash, context.RequestAborted) is { } key ? FindHolderAsync(key) : Wrong);
    }

    private Task<AuthenticateResult> FindHolderAsync(ApiKey key)
    {
        use.Note(key);

        return Holders.GetValue(key, static known => Task.FromResult(
            Callers.ResultOf(Schemes.ApiKey, $"key:{known.Name}", RoleNames.NameOf(known.Role))));
    }
}
