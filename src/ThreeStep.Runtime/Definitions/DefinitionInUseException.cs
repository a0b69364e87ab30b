namespace ThreeStep.Runtime.Definitions;

/// <summary>Instances still run on a version that was to be deleted. Nothing was deleted.</summary>
public sealed class DefinitionInUseException(string name, int version, int running)
    : Exception($"'{name}' version {version} is in use: {running} instances still run on it. Let them end, move them to another version, or cancel them first.")
{
    public string Name { get; } = name;
    public int Version { get; } = version;
    /// <summary>How many instances run on it.</summary>
    public int Running { get; } = running;
}
