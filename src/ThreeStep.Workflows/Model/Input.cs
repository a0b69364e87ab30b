using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;

namespace ThreeStep.Workflows.Model;

/// <summary>An input of an activity: an expression that is evaluated each time the activity asks for it.</summary>
public abstract class Input
{
    /// <summary>The property's name, as the journal shows it.</summary>
    public string Name { get; internal set; } = "";
    public Expression? Expression { get; internal set; }
    /// <inheritdoc cref="InputAttribute.IsSensitive"/>
    public bool IsSensitive { get; internal set; }
    public abstract Type ValueType { get; }
    public abstract object? Default { get; }
}

/// <inheritdoc cref="Input"/>
public sealed class Input<T>(T? defaultValue = default) : Input
{
    public override Type ValueType => typeof(T);
    public override object? Default => defaultValue;
    public T? DefaultValue => defaultValue;
}
