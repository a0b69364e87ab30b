using System.Reflection;
using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>An output of an activity; its value goes to the variable that the definition binds to it.</summary>
public abstract class Output
{
    public string Name { get; internal set; } = "";
    /// <summary>The id of the bound variable, or null.</summary>
    public string? VariableId { get; internal set; }
    public abstract Type ValueType { get; }
}

/// <inheritdoc cref="Output"/>
public sealed class Output<T> : Output
{
    public override Type ValueType => typeof(T);
}
