using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc.Abstractions;
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
        foreach (var parameter in context.ActionDescriptor.Parameters)
        {
            RefuseOtherNotations(context, parameter);
        }

        if (!context.ModelState.IsValid)
        {
            throw new ValidationException(context.ModelState
                .Where(parameter => parameter.Value!.Errors.Count > 0)
                // Without the framework's words, which quote what was sent.
                .Select(parameter => new ValidationFailure(parameter.Key, "It cannot be read; see the documentation for its form.")));
        }
    }

    // The framework takes 0x1 and #1 for numbers as well. Of several the first counts.
    private static void RefuseOtherNotations(ActionExecutingContext context, ParameterDescriptor parameter)
    {
        var name = parameter.BindingInfo?.BinderModelName ?? parameter.Name;
        if (parameter.ParameterType == typeof(int?)
            && context.HttpContext.Request.Query[name] is [{ Length: > 0 } sent, ..]
            && !int.TryParse(sent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            context.ModelState.TryAddModelError(name, "not decimal");
        }
    }
}
