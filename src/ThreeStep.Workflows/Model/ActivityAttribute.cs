namespace ThreeStep.Workflows.Model;

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
    /// <summary>What it may wait for.</summary>
    public WaitsFor WaitsFor { get; init; }
    /// <summary>It may wait, so a circle with it is no endless loop.</summary>
    public bool Waits => WaitsFor != WaitsFor.Nothing;
    public bool IsContainer { get; init; }
    public bool IsStart { get; init; }
    public bool IsBrowsable { get; init; } = true;
    /// <summary>Icon of the designer card: the inner markup of an SVG or a known icon name.</summary>
    public string? Icon { get; init; }
    public string? Color { get; init; }
}

/// <summary>For whom or what a step waits: somebody of ours, the customer, a time, something that happens, another program or workflow.</summary>
public enum WaitsFor { Nothing, People, Customer, Time, Event, Program }
