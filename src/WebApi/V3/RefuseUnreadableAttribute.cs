using System.Globalization;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

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
            RefuseOtherNotations(context.ModelState, parameter);
        }

        if (!context.ModelState.IsValid)
        {
            throw new ValidationException(context.ModelState
                .Where(parameter => parameter.Value!.Errors.Count > 0)
                // Without the framework's words, which quote what was sent.
                .Select(parameter => new ValidationFailure(parameter.Key, "It cannot be read; see the documentation for its form.")));
        }
    }

    // The framework takes 0x1 and #1 for numbers as well, and the first where several are sent.
    private static void RefuseOtherNotations(ModelStateDictionary sent, ParameterDescriptor parameter)
    {
        var name = parameter.BindingInfo?.BinderModelName ?? parameter.Name;
        if (parameter.ParameterType == typeof(int?)
            && sent.GetValueOrDefault(name)?.AttemptedValue is { Length: > 0 } text
            && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            sent.TryAddModelError(name, "not decimal");
        }
    }
}
