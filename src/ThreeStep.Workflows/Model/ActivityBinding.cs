using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

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
                input.IsSensitive = property.GetCustomAttribute<InputAttribute>()?.IsSensitive == true;
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
