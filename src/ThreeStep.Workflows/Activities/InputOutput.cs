using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>An input of an activity: an expression that is evaluated each time the activity asks for it.</summary>
public abstract class Input
{
    /// <summary>The property's name, as the journal shows it.</summary>
    public string Name { get; internal set; } = "";
    public Expression? Expression { get; internal set; }
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

/// <summary>Fills an activity's inputs and outputs from the definition's JSON.</summary>
static class ActivityBinding
{
    public static void Bind(Activity activity)
    {
        var source = activity.Node.Source;
        foreach (var property in activity.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (typeof(Input).IsAssignableFrom(property.PropertyType) && property.GetValue(activity) is Input input)
            {
                input.Name = property.Name;
                input.Expression = Expression.Read(source[CamelCase(property.Name)]);
            }
            else if (typeof(Output).IsAssignableFrom(property.PropertyType) && property.GetValue(activity) is Output output)
            {
                output.Name = property.Name;
                output.VariableId = VariableId(source[CamelCase(property.Name)]);
            }
        }
    }

    public static string? VariableId(JsonNode? source) => (source as JsonObject)?.Object("memoryReference")?.Text("id");

    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
