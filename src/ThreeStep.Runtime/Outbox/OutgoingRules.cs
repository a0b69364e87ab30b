using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>Where workflows may send to, as an administrator has said. Until then the settings file says it.</summary>
/// <param name="Hosts">See <see cref="HttpSettings.AllowedHosts"/>.</param>
/// <param name="Webhooks">Addresses by the names that workflows use.</param>
public sealed record OutgoingRules(IReadOnlyList<string> Hosts, IReadOnlyDictionary<string, string> Webhooks)
{
    const string Key = "outgoing";

    /// <summary>Null where nobody has said anything.</summary>
    public static OutgoingRules? Saved(ProcessDatabase database) => database.Setting<OutgoingRules>(Key);

    public static OutgoingRules Present(ProcessDatabase database, HttpSettings http, DeliverySettings delivery) => Saved(database)
        ?? new(http.AllowedHosts, delivery.Webhooks.ToDictionary(webhook => webhook.Key, webhook => webhook.Value.ToString()));

    /// <summary>Saved with the change it is part of.</summary>
    public void Save(ProcessDatabase database) => database.SetSetting(Key, this);
}
