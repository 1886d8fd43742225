using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

namespace DealInsights.WebApi.Http;

/// <summary>
/// Serializes the result of an action as a whole, so that the response has a length. Responses that HubSpot would not
/// accept become 406.
/// </summary>
internal sealed class JsonBodyFilter(IOptions<JsonOptions> json) : IResultFilter
{
    private const string MediaType = "application/json; charset=utf-8";

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not ObjectResult { Value: { } value, StatusCode: null or StatusCodes.Status200OK })
        {
            return;
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json.Value.JsonSerializerOptions);
        context.Result = HubSpotRequests.IsTooLarge(context.HttpContext, body.Length)
            ? FailureHandler.TooLargeForHubSpot(body.Length)
            : new FileContentResult(body, MediaType);
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
