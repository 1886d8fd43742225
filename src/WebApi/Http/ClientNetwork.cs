using System.Net;
using System.Net.Sockets;

namespace DealInsights.WebApi.Http;

/// <summary>Which client addresses count as one.</summary>
internal static class ClientNetwork
{
    /// <summary>
    /// The IPv4 address, or the IPv6 network of 64 bits: a client has at least one such network and may change its address
    /// within it.
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
