namespace ThreeStep.Runtime.Store;

/// <summary>
/// Says of a store that its work goes on in another one: if both did it, everything would be sent twice, so no server starts on it.
/// </summary>
/// <param name="To">The name of the other store.</param>
/// <param name="MovedAt">UTC.</param>
public sealed record StoreMoved(string To, DateTimeOffset MovedAt)
{
    internal const string Key = "moved";

    /// <summary>Null where it was not moved.</summary>
    public static StoreMoved? Read(ProcessDatabase database) => database.Setting<StoreMoved>(Key);

    /// <summary>It is from now on.</summary>
    public void Mark(ProcessStore store) => StoreMark.Set(store, Key, this);
}
