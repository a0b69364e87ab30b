namespace ThreeStep.Workflows.Activities;

/// <summary>The designer card of an activity.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ActivityAttribute(string @namespace, string category, string description) : Attribute
{
    public string Namespace { get; } = @namespace;
    public string Category { get; } = category;
    public string Description { get; } = description;
    public string? DisplayName { get; init; }
    /// <summary>Action, Trigger or Task, in Elsa's words.</summary>
    public string Kind { get; init; } = "Action";
    /// <summary>Outcomes drawn as ports in a flowchart.</summary>
    public string[] Outcomes { get; init; } = [];
    /// <summary>Names of ports that hold an embedded activity.</summary>
    public string[] Embedded { get; init; } = [];
    /// <summary>It may wait, so a circle with it is no endless loop.</summary>
    public bool Waits { get; init; }
    public bool IsContainer { get; init; }
    public bool IsStart { get; init; }
    public bool IsBrowsable { get; init; } = true;
    /// <summary>Icon of the designer card: the inner markup of an SVG or a known icon name.</summary>
    public string? Icon { get; init; }
    public string? Color { get; init; }
}

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
    /// <summary>A drop-down whose choices the system knows.</summary>
    public OptionSource OptionsFrom { get; init; }
    public string? Category { get; init; }
    /// <summary>Elsa's type alias where the property's CLR type does not tell it.</summary>
    public string? TypeName { get; init; }
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string description = "") : Attribute
{
    public string Description { get; } = description;
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
