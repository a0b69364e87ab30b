using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Channels;

/// <summary>
/// Addresses that workflows post to by a name: those of the settings file, and those an administrator has entered, which come before them. An address
/// often is a secret: the database has it as <see cref="ChannelSecrets"/> keeps it.
/// </summary>
public static class Webhooks
{
    const string Key = "webhooks";

    /// <summary>The names that workflows may use.</summary>
    public static IReadOnlyList<string> Names(ProcessDatabase database, DeliverySettings file) =>
        file.Webhooks.Keys.Union(Entered(database).Keys).Order(StringComparer.Ordinal).ToList();

    /// <summary>With their addresses; one that cannot be read any more has none.</summary>
    public static Dictionary<string, Uri> Present(ProcessDatabase database, DeliverySettings file, ChannelSecrets secrets)
    {
        var entered = Entered(database);
        var present = file.Webhooks.Where(webhook => !entered.ContainsKey(webhook.Key)).ToDictionary();
        foreach (var (name, kept) in entered)
            if (Uri.TryCreate(secrets.Read(kept), UriKind.Absolute, out var address)) present[name] = address;
        return present;
    }

    /// <summary>Those an administrator has entered, as they are kept.</summary>
    internal static IReadOnlyDictionary<string, string> Entered(ProcessDatabase database) =>
        database.Setting<Dictionary<string, string>>(Key) ?? [];

    internal static void Save(ProcessDatabase database, Dictionary<string, string> webhooks) => database.SetSetting(Key, webhooks);
}
