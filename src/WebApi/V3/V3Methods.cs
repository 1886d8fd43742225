namespace DealInsights.WebApi.V3;

/// <summary>What v3 does with methods beside GET: HEAD is GET without a body, OPTIONS tells what there is.</summary>
internal static class V3Methods
{
    /// <summary>Lets HEAD in wherever v3 has a GET. Not said by the controllers, whose documents would list both.</summary>
    public static void AllowHead(this IEndpointConventionBuilder endpoints) => endpoints.Add(endpoint =>
    {
        if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } pattern }
            && $"/{pattern.TrimStart('/')}".StartsWith(V3Api.Base, StringComparison.OrdinalIgnoreCase)
            && endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] } get)
        {
            endpoint.Metadata.Remove(get);
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head], get.AcceptCorsPreflight));
        }
    });

    /// <summary>Answers OPTIONS, and completes the list of methods where one is refused.</summary>
    public static void UseV3Methods(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response is not { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed } response
            || !context.Request.Path.StartsWithSegments(V3Api.Base))
        {
            return;
        }

        response.Headers.Allow = $"{response.Headers.Allow}, {HttpMethods.Options}";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status204NoContent;
        }
    });
}
