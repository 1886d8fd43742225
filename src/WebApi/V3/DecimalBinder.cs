using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Reads a number in its decimal notation alone. The framework takes <c>0x1</c> and <c>#1</c> for numbers as well, which no
/// document of ours knows.
/// </summary>
internal sealed class DecimalBinder(Type type, ILoggerFactory loggers) : SimpleTypeModelBinder(type, loggers)
{
    /// <inheritdoc/>
    protected override void CheckModel(ModelBindingContext bindingContext, ValueProviderResult valueProviderResult, object? model)
    {
        if (model is int
            && !int.TryParse(valueProviderResult.FirstValue, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, "not decimal");
            return;
        }

        base.CheckModel(bindingContext, valueProviderResult, model);
    }

    /// <summary>Has every whole number that an address takes be read so.</summary>
    public sealed class Provider : IModelBinderProvider
    {
        /// <inheritdoc/>
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.UnderlyingOrModelType == typeof(int)
                ? new DecimalBinder(context.Metadata.ModelType, context.Services.GetRequiredService<ILoggerFactory>())
                : null;
    }
}
