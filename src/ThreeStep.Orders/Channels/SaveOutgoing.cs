using System.Net;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Channels;

/// <summary>What may be said about where workflows send to; what is left out stays.</summary>
public sealed record OutgoingInput
{
    /// <summary>Names of hosts: "api.example.com", or "*.example.com" for all below it.</summary>
    public Given<IReadOnlyList<string?>?> Hosts { get; init; }
    /// <summary>Addresses by the names that workflows use.</summary>
    public Given<IReadOnlyDictionary<string, string?>?> Webhooks { get; init; }
}

/// <summary>
/// An administrator says where workflows may send to. Which addresses inside of the company may be reached stays with whoever runs the machine,
/// in the settings file: a stolen sign-in must not open the company's network.
/// </summary>
public static class SaveOutgoing
{
    const int Most = 200;

    public static OutgoingRules Apply(Change change, OutgoingInput input, HttpSettings http, DeliverySettings delivery)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        var former = OutgoingRules.Present(change.Database, http, delivery);
        var hosts = input.Hosts.IsGiven
            ? (input.Hosts.Value ?? []).Select(HostOf).OfType<string>().Distinct().ToList() : former.Hosts;
        var webhooks = input.Webhooks.IsGiven ? Webhooks(input.Webhooks.Value ?? new Dictionary<string, string?>(), hosts, delivery)
            : former.Webhooks;
        if (hosts.Count > Most) throw RefusalException.Invalid("hosts", $"At most {Most} hosts.");
        if (webhooks.Count > Most) throw RefusalException.Invalid("webhooks", $"At most {Most} webhooks.");
        var rules = new OutgoingRules(hosts, webhooks);
        rules.Save(change.Database);
        change.Audit(AuditAction.OutgoingChanged, "outgoing", Difference(former, rules));
        return rules;
    }

    /// <summary>Names only: the address of a webhook is often its secret.</summary>
    static string Difference(OutgoingRules former, OutgoingRules rules) => string.Join(", ",
        rules.Hosts.Except(former.Hosts).Select(host => $"+ {host}").Concat(former.Hosts.Except(rules.Hosts).Select(host => $"− {host}"))
        .Concat(rules.Webhooks.Except(former.Webhooks).Select(webhook => $"+ webhook {webhook.Key}"))
        .Concat(former.Webhooks.Keys.Except(rules.Webhooks.Keys).Select(name => $"− webhook {name}")));

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

    static Dictionary<string, string> Webhooks(IReadOnlyDictionary<string, string?> given, IReadOnlyList<string> hosts, DeliverySettings delivery)
    {
        var webhooks = new Dictionary<string, string>();
        foreach (var webhook in given)
            if (!webhooks.TryAdd(NameOf(webhook), AddressOf(webhook, hosts, delivery)))
                throw RefusalException.Invalid("webhooks", $"There are two webhooks “{webhook.Key.Trim()}”.");
        return webhooks;
    }

    static string NameOf(KeyValuePair<string, string?> webhook) =>
        TextField.Required(webhook.Key, "webhooks", "A webhook needs a name.", TextField.LongestName);

    static string AddressOf(KeyValuePair<string, string?> webhook, IReadOnlyList<string> hosts, DeliverySettings delivery)
    {
        var text = TextField.Required(webhook.Value, "webhooks", "A webhook needs an address.", 2_000);
        // As the settings file has it.
        if (delivery.Webhooks.GetValueOrDefault(webhook.Key)?.ToString() == text) return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0)
            throw RefusalException.Invalid("webhooks", $"The address of “{webhook.Key}” begins with https://.");
        return new NetworkRules(hosts, []).AllowsHost(url) ? url.ToString()
            : throw RefusalException.Invalid("webhooks", $"“{webhook.Key}” leads to {url.Host}. Add that to the hosts first.");
    }
}
