using System.Net;
using System.Net.Sockets;

namespace DealInsights.WebApi.Hosting;

/// <summary>What counts as one address.</summary>
internal static class ClientNetwork
{
    /// <summary>
    /// The address, or of IPv6 its network of 64 bits: a client has one of these at least, and may come from another
    /// address in it each time.
    /// </summary>
    public static IPAddress? Of(IPAddress? address)
    {
        if (address is null or { AddressFamily: not AddressFamily.InterNetworkV6 })
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();

        return new IPAddress(bytes);
    }
}
