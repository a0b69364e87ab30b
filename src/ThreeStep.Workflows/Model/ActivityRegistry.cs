using System.Reflection;

namespace ThreeStep.Workflows.Model;

/// <summary>All activity types the server knows, by their Elsa type name.</summary>
public sealed class ActivityRegistry
{
    readonly Dictionary<string, ActivityType> types = new(StringComparer.Ordinal);

    /// <summary>Registers every activity of the given assemblies; the engine's own are always there.</summary>
    public ActivityRegistry(params Assembly[] assemblies)
    {
        foreach (var type in assemblies.Prepend(typeof(Activity).Assembly).Distinct().SelectMany(assembly => assembly.GetTypes()))
            if (!type.IsAbstract && typeof(Activity).IsAssignableFrom(type) && type.GetCustomAttribute<ActivityAttribute>() is { } card)
                types.Add($"{card.Namespace}.{type.Name}", new ActivityType($"{card.Namespace}.{type.Name}", type, card));
    }

    public IReadOnlyCollection<ActivityType> Types => types.Values;

    /// <summary>The type of that name. Only version 1 of each type exists; a definition that asks for another gets it all the same.</summary>
    public ActivityType? Find(string typeName, int version = 1) => version >= 0 ? types.GetValueOrDefault(typeName) : null;

    /// <summary>Whether an input (camelCase) holds secrets, such as a header of a request: who may not draw workflows does not read it.</summary>
    public bool IsSecret(string typeName, string input) => Find(typeName)?.ClrType.GetProperties()
        .FirstOrDefault(property => property.Name.Equals(input, StringComparison.OrdinalIgnoreCase))?
        .GetCustomAttribute<InputAttribute>()?.IsSensitive == true;
}

/// <summary>An activity type and its designer card.</summary>
public sealed record ActivityType(string TypeName, Type ClrType, ActivityAttribute Card)
{
    /// <summary>Inputs and outputs as the definition's JSON names them.</summary>
    public IReadOnlyList<string> PropertyNames { get; } = ClrType.GetProperties()
        .Where(property => typeof(Input).IsAssignableFrom(property.PropertyType) || typeof(Output).IsAssignableFrom(property.PropertyType))
            .Select(property => ActivityBinding.CamelCase(property.Name)).ToList();

    public Activity Create() => (Activity)Activator.CreateInstance(ClrType)!;
}
