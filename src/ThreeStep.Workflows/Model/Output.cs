using System.Reflection;
using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>An output of an activity; its value goes to the variable, or the output of the workflow, that the definition binds to it.</summary>
public abstract class Output
{
    public string Name { get; internal set; } = "";
    /// <summary>The id of a variable or the name of an output of the workflow; null where nothing is bound.</summary>
    public string? BoundTo { get; internal set; }
    public abstract Type ValueType { get; }
}

/// <inheritdoc cref="Output"/>
public sealed class Output<T> : Output
{
    public override Type ValueType => typeof(T);
}
