using System.Security.Cryptography;
using DealInsights.WebApi.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Gives the body from <see cref="JsonBodyFilter"/> a weak <c>ETag</c>, its hash. The framework then returns 304 when the
/// caller has that body (<c>If-None-Match</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ConditionalGetAttribute : ResultFilterAttribute
{
    // Only the caller may keep a response, and asks each time whether it still holds.
    private const string CacheControl = "private, no-cache";

    private const int TagLength = 32;

    public override void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is FileContentResult result)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(result.FileContents))[..TagLength];
            result.EntityTag = new EntityTagHeaderValue($"\"{hash}\"", isWeak: true);
            context.HttpContext.Response.Headers.CacheControl = CacheControl;
            context.HttpContext.Response.Headers.Vary = HeaderNames.Origin;
        }
    }
}
