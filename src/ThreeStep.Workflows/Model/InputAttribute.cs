namespace ThreeStep.Workflows.Model;

/// <summary>How an input is shown in the designer.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute(string description) : Attribute
{
    public string Description { get; } = description;
    public string? DisplayName { get; init; }
    public string UiHint { get; init; } = "singleline";
    public string? DefaultSyntax { get; init; }
    /// <summary>Fixed choices of a drop-down.</summary>
    public string[] Options { get; init; } = [];
    /// <summary>The choices there are for a value: the fixed ones, or the names of its type.</summary>
    public IReadOnlyList<string> ChoicesOf(Type valueType)
    {
        var type = Nullable.GetUnderlyingType(valueType) ?? valueType;
        return Options.Length == 0 && type.IsEnum ? Enum.GetNames(type) : Options;
    }
    /// <summary>A drop-down whose choices the system knows.</summary>
    public OptionSource OptionsFrom { get; init; }
    /// <summary>What the value is beyond its type: a <see cref="ValueKind"/>.</summary>
    public Type? Kind { get; init; }
    /// <summary>The activity cannot do without it.</summary>
    public bool IsNeeded { get; init; }
    public string? Category { get; init; }
    /// <summary>False where the definition has the value as it is, not as an expression.</summary>
    public bool IsWrapped { get; init; } = true;
    /// <summary>It may carry a secret: the journal shows that there was a value, not which.</summary>
    public bool IsSensitive { get; init; }
    /// <summary>Elsa's type alias where the property's CLR type does not tell it.</summary>
    public string? TypeName { get; init; }
}

/// <summary>Where the choices of a drop-down come from when the designer opens.</summary>
public enum OptionSource
{
    /// <summary>The attribute's own <see cref="InputAttribute.Options"/>.</summary>
    Fixed,
    /// <summary>People who are active.</summary>
    Users,
    /// <summary>Events of the company's records, and those that workflows publish or wait for.</summary>
    Events,
}
