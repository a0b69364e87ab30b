namespace ThreeStep.Runtime.Definitions;

/// <summary>Somebody else has saved the definition since it was read.</summary>
public sealed class DefinitionConflictException(string name)
    : Exception($"'{name}' was saved by somebody else meanwhile. Nothing of theirs was overwritten.")
{
    public string Name { get; } = name;
}
