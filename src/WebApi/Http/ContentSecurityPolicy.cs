namespace DealInsights.WebApi.Http;

/// <summary>The content security policy of an endpoint that serves a page.</summary>
/// <param name="For">Makes the policy of a response, which may name a nonce.</param>
internal sealed record ContentSecurityPolicy(Func<HttpContext, string> For);
