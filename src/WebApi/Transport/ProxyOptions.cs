using System.ComponentModel.DataAnnotations;
using System.Net;

namespace DealInsights.WebApi.Transport;

/// <summary>Whose word on where a request comes from is taken, section <c>Proxies</c>.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "Proxies";

    /// <summary>
    /// The proxies in front of this service, as addresses or networks (<c>10.0.0.0/8</c>). Of a request that comes from one
    /// of them, <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed.
    /// </summary>
    /// <value>Empty unless configured: nobody's.</value>
    public IList<string> Trusted { get; } = [];

    /// <summary>The same as networks.</summary>
    public IEnumerable<IPNetwork> Networks => Trusted.Select(text => Parse(text)!.Value);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Trusted
        .Where(text => Parse(text) is null)
        .Select(text => new ValidationResult($"'{text}' is no address and no network, such as 10.0.0.0/8.", [nameof(Trusted)]));

    private static IPNetwork? Parse(string text) => IPAddress.TryParse(text, out var address)
        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network : null;
}
