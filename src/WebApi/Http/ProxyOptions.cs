using System.ComponentModel.DataAnnotations;
using System.Net;

namespace DealInsights.WebApi.Http;

/// <summary>The trusted proxies, section <c>Proxies</c>.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Proxies";

    /// <summary>
    /// The proxies in front of this service, as addresses or networks (<c>10.0.0.0/8</c>). <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are taken from these alone.
    /// </summary>
    /// <value>Empty unless configured: both headers are ignored.</value>
    public IList<string> Trusted { get; } = [];

    /// <summary>The same as networks.</summary>
    public IEnumerable<IPNetwork> ToNetworks() => Trusted.Select(text => Parse(text)!.Value);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Trusted
        .Where(text => Parse(text) is null)
        .Select(text => new ValidationResult($"'{text}' is no address and no network, such as 10.0.0.0/8.", [nameof(Trusted)]));

    private static IPNetwork? Parse(string text) => IPAddress.TryParse(text, out var address)
        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network : null;
}
