using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>A change of an instance by hand, in Elsa's words. Those of one stimulus are carried out all or not at all.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ModifyVariable), nameof(ModifyVariable))]
[JsonDerivedType(typeof(Cancel), nameof(Cancel))]
[JsonDerivedType(typeof(CancelActivity), nameof(CancelActivity))]
[JsonDerivedType(typeof(ScheduleActivity), nameof(ScheduleActivity))]
[JsonDerivedType(typeof(Migrate), nameof(Migrate))]
public abstract record Alteration
{
    /// <summary>Sets a variable of the workflow, by its id.</summary>
    public sealed record ModifyVariable(string VariableId, JsonNode? Value) : Alteration;

    /// <summary>Ends the instance.</summary>
    public sealed record Cancel : Alteration;

    /// <summary>Gives up what an activity is doing: all of its executions by its id, or one by the execution's id.</summary>
    public sealed record CancelActivity(string? ActivityId = null, string? ActivityInstanceId = null) : Alteration;

    /// <summary>Runs an activity now; one that waits or is faulted begins anew.</summary>
    public sealed record ScheduleActivity(string? ActivityId = null, string? ActivityInstanceId = null) : Alteration;

    /// <summary>Moves the instance to another version of its definition. Everything it stands at must be there under the same ids.</summary>
    public sealed record Migrate(int TargetVersion) : Alteration;
}

/// <summary>An alteration that cannot be carried out; the message says why and what to do.</summary>
public sealed class AlterationException(string message) : Exception(message);
