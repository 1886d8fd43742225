namespace DealInsights.Application.Access.Keys;

/// <summary>A new key with its secret, which is not shown again.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);
