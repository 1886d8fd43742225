namespace DealInsights.Application.Access.Keys;

/// <summary>A key that was just made, with its secret: the one time that it is told.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);
