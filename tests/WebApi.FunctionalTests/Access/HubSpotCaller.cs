using System.Security.Cryptography;
using System.Text;

namespace DealInsights.WebApi.FunctionalTests.Access;

/// <summary>Calls a service as HubSpot does for its users.</summary>
internal static class HubSpotCaller
{
    public const string Secret = "an-app-s-client-secret";
    public const string BaseUrl = "https://deals.example";
    public const string Portal = "33";

    /// <summary>What HubSpot appends to every address.</summary>
    public const string Appended = "userId=7&portalId=33&userEmail=jane%40example.com&appId=5";

    /// <summary>The settings of a service that answers it.</summary>
    public static readonly string[] Settings =
        [$"--HubSpot:ClientSecrets:0={Secret}", $"--HubSpot:PublicBaseUrl={BaseUrl}", $"--HubSpot:PortalIds:0={Portal}"];

    public static string Appending(string address) => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Appended}";

    /// <summary>A signed request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="target">Path and query as they are sent.</param>
    /// <param name="body">Its body; <see langword="null"/>: none.</param>
    /// <param name="at">When it was signed; <see langword="null"/>: now.</param>
    /// <param name="signedTarget">Path and query as they are signed; <see langword="null"/>: as they are sent.</param>
    public static HttpRequestMessage Request(
        HttpMethod method, string target, string? body = null, DateTimeOffset? at = null, string? signedTarget = null)
    {
        var timestamp = $"{(at ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds()}";
        var signed = $"{method.Method}{BaseUrl}{signedTarget ?? target}{body}{timestamp}";
        var request = new HttpRequestMessage(method, target);
        request.Headers.Add(
            "X-HubSpot-Signature-v3",
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed))));
        request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return request;
    }
}
