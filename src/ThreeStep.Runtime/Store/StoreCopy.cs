namespace ThreeStep.Runtime.Store;

/// <summary>
/// Says of a store that it was made from another one to try things on: the same messages wait in both, so nothing leaves the building from here.
/// </summary>
/// <param name="Of">The name of the other store.</param>
/// <param name="MadeAt">UTC.</param>
public sealed record StoreCopy(string Of, DateTimeOffset MadeAt)
{
    public const string Key = "copy";

    /// <summary>Null where it is no copy.</summary>
    public static StoreCopy? Read(ProcessDatabase database) => database.Setting<StoreCopy>(Key);

    /// <summary>It is one from now on.</summary>
    public void Mark(ProcessStore store) => StoreMark.Set(store, Key, this);
}
