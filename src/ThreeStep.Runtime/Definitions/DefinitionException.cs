namespace ThreeStep.Runtime.Definitions;

/// <summary>A model that cannot be a workflow definition; <see cref="Field"/> says where.</summary>
public sealed class DefinitionException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
