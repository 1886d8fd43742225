using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc.Filters;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Refuses what cannot be read as its parameter's type, such as a limit that is no number, in the form in which validators
/// refuse.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RefuseUnreadableAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!context.ModelState.IsValid)
        {
            throw new ValidationException(context.ModelState
                .Where(parameter => parameter.Value!.Errors.Count > 0)
                // Without the framework's words, which quote what was sent.
                .Select(parameter => new ValidationFailure(parameter.Key, "It cannot be read; see the documentation for its form.")));
        }
    }
}
