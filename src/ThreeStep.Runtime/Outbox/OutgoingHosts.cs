using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>The hosts that workflows may call, as an administrator has said; until then the settings file says it.</summary>
public static class OutgoingHosts
{
    const string Key = "outgoing-hosts";

    /// <returns>See <see cref="HttpSettings.AllowedHosts"/>.</returns>
    public static IReadOnlyList<string> Of(ProcessDatabase database, HttpSettings settings) =>
        database.Setting<List<string>>(Key) ?? (IReadOnlyList<string>)settings.AllowedHosts;

    /// <summary>Saved with the change it is part of.</summary>
    public static void Save(ProcessDatabase database, IEnumerable<string> hosts) => database.SetSetting(Key, hosts.ToList());
}
