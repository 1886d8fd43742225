namespace DealInsights.WebApi.Observability;

/// <summary>
/// Renders a request's method and path for the log: as the endpoint's route (<c>/api/v3/deals/{dealId}</c>), because any
/// other path could hold anything, such as the name of a deal.
/// </summary>
internal static class ShownPath
{
    public const string Unknown = "{unknown}";

    /// <summary>The method of a request, or <c>{unknown}</c> when HTTP does not define it.</summary>
    public static string MethodOf(HttpContext context)
    {
        var method = HttpMethods.GetCanonicalizedValue(context.Request.Method);

        return HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method)
            || HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method)
            || HttpMethods.IsDelete(method) || HttpMethods.IsTrace(method) || HttpMethods.IsConnect(method)
                ? method
                : Unknown;
    }

    /// <summary>The route of a request, or <c>{unknown}</c> when no endpoint has its path. Routing comes before.</summary>
    public static string PathOf(HttpContext context) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? $"/{route.TrimStart('/')}" : Unknown;
}
