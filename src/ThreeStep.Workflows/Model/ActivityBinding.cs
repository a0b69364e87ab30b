using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>Fills an activity's inputs and outputs from the definition's JSON.</summary>
static class ActivityBinding
{
    static readonly ConcurrentDictionary<Type, (PropertyInfo Property, InputAttribute? Card)[]> Properties = new();

    public static void Bind(Activity activity)
    {
        var source = activity.Node.Source;
        var inputs = new List<Input>();
        foreach (var (property, card) in Properties.GetOrAdd(activity.GetType(), Find))
        {
            var given = source[CamelCase(property.Name)];
            switch (property.GetValue(activity))
            {
                case Input input:
                    (input.Name, input.Expression, input.Card) = (property.Name, Expression.Read(given), card ?? input.Card);
                    inputs.Add(input);
                    break;
                case Output output:
                    (output.Name, output.BoundTo) = (property.Name, Reference(given));
                    break;
            }
        }
        activity.Inputs = inputs;
    }

    static (PropertyInfo, InputAttribute?)[] Find(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => typeof(Input).IsAssignableFrom(property.PropertyType) || typeof(Output).IsAssignableFrom(property.PropertyType))
        .Select(property => (property, property.GetCustomAttribute<InputAttribute>())).ToArray();

    /// <summary>What Elsa binds a property to: a variable's id, or the name of an output of the workflow.</summary>
    public static string? Reference(JsonNode? source) => (source as JsonObject)?.Object("memoryReference")?.Text("id");

    public static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
