using System.Net;
using System.Net.Sockets;

namespace ThreeStep.Runtime.Outbox;

/// <summary>Where requests of workflows may go. A name is checked before, the address it stands for at the moment of connecting.</summary>
public sealed class NetworkRules(IEnumerable<string> allowedHosts, IEnumerable<string> internalAddresses)
{
    /// <summary>What is not the public Internet: this machine, private and link-local networks (cloud metadata among them), and ranges for special
    /// purposes.</summary>
    static readonly IPNetwork[] special = new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b:1::/48", "100::/64",
        "2001::/23", "2001:db8::/32",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    }.Select(IPNetwork.Parse).ToArray();

    /// <summary>Networks of IPv6 whose addresses carry one of IPv4: where in the sixteen bytes it begins.</summary>
    static readonly (IPNetwork Network, int At)[] carrying =
        [(IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("2002::/16"), 2), (IPNetwork.Parse("::/96"), 12)];

    readonly string[] hosts = allowedHosts.Select(host => host.Trim().ToLowerInvariant()).Where(host => host.Length > 0).ToArray();
    readonly IPNetwork[] inside = internalAddresses.Select(Network).ToArray();

    /// <summary>True for a host that the settings name. The port is not looked at.</summary>
    public bool AllowsHost(Uri url)
    {
        var host = url.IdnHost.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        return hosts.Any(allowed =>
            allowed.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(allowed[1..], StringComparison.Ordinal) : host == allowed);
    }

    /// <summary>True for a public address, and for one inside of the company that the settings name.</summary>
    public bool AllowsAddress(IPAddress address)
    {
        var plain = Plain(address);
        return inside.Any(network => network.Contains(plain)) || !special.Any(network => network.Contains(plain));
    }

    /// <summary>The address of IPv4 that one of IPv6 stands for, so that nothing comes in disguise.</summary>
    static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IPv6Loopback.Equals(address)
            || IPAddress.IPv6Any.Equals(address))
            return address;
        foreach (var (network, at) in carrying)
            if (network.Contains(address)) return new IPAddress(address.GetAddressBytes().AsSpan(at, 4));
        return new IPAddress(address.GetAddressBytes());
    }

    /// <exception cref="FormatException">The text is neither an address nor a network.</exception>
    static IPNetwork Network(string text) =>
        text.Contains('/') ? IPNetwork.Parse(text)
            : IPAddress.Parse(text) is { AddressFamily: AddressFamily.InterNetwork } v4 ? new IPNetwork(v4, 32)
            : new IPNetwork(IPAddress.Parse(text), 128);
}
