using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace DealInsights.WebApi.V3;

/// <summary>Binds a parameter to the deal's name in the path.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class FromDealAddressAttribute : ModelBinderAttribute
{
    public FromDealAddressAttribute()
        : base(typeof(DealNameBinder))
    {
        Name = V3Api.DealName;
        BindingSource = BindingSource.Path;
    }
}

/// <summary>Takes the name from where <see cref="DealAddressMiddleware"/> put it.</summary>
internal sealed class DealNameBinder : IModelBinder
{
    /// <exception cref="ValidationException">Its percent-encoding is not that of UTF-8.</exception>
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.HttpContext.Features.Get<DealAddress>()?.DealName
            ?? throw new ValidationException(
            [
                new ValidationFailure(V3Api.DealName, "It is not percent-encoded UTF-8; a percent sign itself is %25."),
            ]);
        bindingContext.Result = ModelBindingResult.Success(name);

        return Task.CompletedTask;
    }
}
