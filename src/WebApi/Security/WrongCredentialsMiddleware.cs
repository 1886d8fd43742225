using DealInsights.WebApi.Errors;
using Microsoft.AspNetCore.Authentication;

namespace DealInsights.WebApi.Security;

/// <summary>
/// Ends a request whose credentials are wrong, whatever it asks for: it is never taken for one without any. The answer
/// does not say what is wrong with them.
/// </summary>
internal sealed class WrongCredentialsMiddleware(RequestDelegate next, FailedAttempts attempts, AccessRefusals refusals)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // A caller was found, or who sends nothing is looked after by the address's right.
        if (context.User.Identity is { IsAuthenticated: true }
            || await context.AuthenticateAsync() is not { Failure: not null })
        {
            await next(context);
            return;
        }

        var scheme = Schemes.Of(context);
        var isSlowed = attempts.AreTooMany(context);
        attempts.Record(context, scheme);
        if (isSlowed)
        {
            await Problems.WriteRetryLaterAsync(
                context,
                StatusCodes.Status429TooManyRequests,
                "Too many requests with wrong credentials came from this address.",
                attempts.UntilForgotten);
            return;
        }

        await refusals.WriteWrongAsync(context, scheme);
    }
}
