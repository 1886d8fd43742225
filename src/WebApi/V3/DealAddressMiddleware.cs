using Microsoft.AspNetCore.Http.Features;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Takes a deal's name out of the path before anything else reads it, and puts <c>{dealName}</c> there: routes match by
/// that, and no log, trace or metric can show the name. Those who need it ask for the <see cref="DealAddress"/>.
/// </summary>
internal sealed class DealAddressMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        if (DealAddress.Read(target, context.Request.Path) is { } address)
        {
            context.Features.Set(address);
            context.Request.Path = address.Template;
        }

        return next(context);
    }
}
