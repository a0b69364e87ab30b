using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Channels;

/// <summary>What may be said about where workflows send to; what is left out stays.</summary>
public sealed record OutgoingInput
{
    /// <summary>All of them: "api.example.com", or "*.example.com" for all below it.</summary>
    public Given<IReadOnlyList<string?>?> Hosts { get; init; }
    /// <summary>
    /// Addresses by the names that workflows use, or <c>env:NAME</c> where the server's environment has one. A name that is left out stays, one
    /// without an address goes: addresses are never told, so nobody could give them all again.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Webhooks { get; init; }
}

/// <summary>
/// An administrator says where workflows may send to. Which addresses inside of the company may be reached stays with whoever runs the machine,
/// in the settings file: a stolen sign-in must not open the company's network.
/// </summary>
public static class SaveOutgoing
{
    const int Most = 200;

    /// <returns>The hosts as they are now.</returns>
    /// <exception cref="RefusalException">Something is no host, or leads to one that is not allowed.</exception>
    public static IReadOnlyList<string> Apply(Change change, OutgoingInput input, HttpSettings http, ChannelSecrets secrets)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        var former = OutgoingHosts.Of(change.Database, http);
        var hosts = input.Hosts.IsGiven ? (input.Hosts.Value ?? []).Select(HostOf).OfType<string>().Distinct().ToList() : former;
        if (hosts.Count > Most) throw RefusalException.Invalid("hosts", $"At most {Most} hosts.");
        var entered = Webhooks.Entered(change.Database);
        var webhooks = Changed(entered, input.Webhooks ?? new Dictionary<string, string?>(), hosts, secrets);
        if (webhooks.Count > Most) throw RefusalException.Invalid("webhooks", $"At most {Most} webhooks.");
        if (input.Hosts.IsGiven) OutgoingHosts.Save(change.Database, hosts);
        if (input.Webhooks is not null) Webhooks.Save(change.Database, webhooks);
        var differences = hosts.Except(former).Select(host => $"+ {host}").Concat(former.Except(hosts).Select(host => $"− {host}"))
            .Concat(webhooks.Keys.Where(name => webhooks[name] != entered.GetValueOrDefault(name)).Select(name => $"+ webhook {name}"))
            .Concat(entered.Keys.Except(webhooks.Keys).Select(name => $"− webhook {name}"));
        change.Audit(AuditAction.OutgoingChanged, "outgoing", string.Join(", ", differences));
        return hosts;
    }

    static Dictionary<string, string> Changed(IReadOnlyDictionary<string, string> entered, IReadOnlyDictionary<string, string?> given,
        IReadOnlyList<string> hosts, ChannelSecrets secrets)
    {
        var webhooks = entered.ToDictionary();
        foreach (var (written, address) in given)
        {
            var name = TextField.Required(written, "webhooks", "A webhook needs a name.", TextField.LongestName);
            if (given.Keys.Count(other => other.Trim() == name) > 1)
                throw RefusalException.Invalid("webhooks", $"There are two webhooks “{name}”.");
            if (Requirements.Chosen(address) is not { } chosen) webhooks.Remove(name);
            else webhooks[name] = Kept(name, chosen, hosts, secrets);
        }
        return webhooks;
    }

    static string Kept(string name, string address, IReadOnlyList<string> hosts, ChannelSecrets secrets)
    {
        var kept = secrets.Protect(TextField.Required(address, "webhooks", "A webhook needs an address.", 2_000), "webhooks");
        if (!Uri.TryCreate(secrets.Read(kept), UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0)
            throw RefusalException.Invalid("webhooks", $"The address of “{name}” begins with https://.");
        return new NetworkRules(hosts, []).AllowsHost(url) ? kept
            : throw RefusalException.Invalid("webhooks", $"“{name}” leads to {url.Host}. Add that to the hosts first.");
    }

    static string? HostOf(string? text)
    {
        if (TextField.Line(text, "hosts", 253) is not { } host) return null;
        var name = host.ToLowerInvariant().TrimEnd('.');
        var plain = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        // "*.com" or "*." would name half the world.
        var isWide = plain != name && !plain.Contains('.', StringComparison.Ordinal);
        return !isWide && Uri.CheckHostName(plain) != UriHostNameType.Unknown ? name
            : throw RefusalException.Invalid("hosts", $"“{host}” is no host. Write api.example.com, or *.example.com for all below it.");
    }
}
