using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DealInsights.WebApi.V3;

/// <summary>
/// Gives a successful GET a weak <c>ETag</c>, the hash of its body, and returns 304 when the caller has that body
/// (<c>If-None-Match</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ConditionalGetAttribute : ResultFilterAttribute
{
    private const string Json = "application/json; charset=utf-8";

    // Only the caller may keep a response, and has to revalidate it.
    private const string CacheControl = "private, no-cache";

    private const int TagLength = 32;

    public override void OnResultExecuting(ResultExecutingContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        if (context.Result is not ObjectResult { Value: { } body, StatusCode: null or StatusCodes.Status200OK }
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return;
        }

        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value;
        var json = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), options.JsonSerializerOptions);
        var hash = Convert.ToHexStringLower(SHA256.HashData(json))[..TagLength];
        var tag = new EntityTagHeaderValue($"\"{hash}\"", isWeak: true);
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = CacheControl;
        response.Headers.Vary = HeaderNames.Origin;

        var isKnown = request.GetTypedHeaders().IfNoneMatch
            .Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
        context.Result = isKnown
            ? new StatusCodeResult(StatusCodes.Status304NotModified)
            : new FileContentResult(json, Json);
    }
}
