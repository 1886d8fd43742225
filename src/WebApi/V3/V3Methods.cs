namespace DealInsights.WebApi.V3;

/// <summary>Adds HEAD and OPTIONS to v3's endpoints.</summary>
internal static class V3Methods
{
    /// <summary>Allows HEAD wherever v3 has GET. Not in the controllers, whose documents would list both.</summary>
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

    /// <summary>Responds to OPTIONS, and completes <c>Allow</c> of a 405.</summary>
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
