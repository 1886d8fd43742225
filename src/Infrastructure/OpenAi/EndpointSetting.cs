using System.Diagnostics.CodeAnalysis;

namespace DealInsights.Infrastructure.OpenAi;

/// <summary>Checks the address of a model.</summary>
internal static class EndpointSetting
{
    /// <summary>Whether the address is an absolute one of HTTP.</summary>
    public static bool IsUsable([NotNullWhen(true)] string? value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);
}
