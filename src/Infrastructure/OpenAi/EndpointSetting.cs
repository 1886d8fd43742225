using System.Diagnostics.CodeAnalysis;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Checks the URL of a model.</summary>
internal static class EndpointSetting
{
    /// <summary>Whether the URL is absolute and HTTP or HTTPS.</summary>
    public static bool IsUsable([NotNullWhen(true)] string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
