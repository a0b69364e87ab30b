using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>A change of an instance by hand, in Elsa's words. Those of one stimulus are carried out all or not at all.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ModifyVariable), nameof(ModifyVariable))]
[JsonDerivedType(typeof(Cancel), nameof(Cancel))]
[JsonDerivedType(typeof(CancelActivity), nameof(CancelActivity))]
[JsonDerivedType(typeof(ScheduleActivity), nameof(ScheduleActivity))]
[JsonDerivedType(typeof(Skip), nameof(Skip))]
[JsonDerivedType(typeof(Migrate), nameof(Migrate))]
[JsonDerivedType(typeof(Restore), nameof(Restore))]
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

    /// <summary>What an activity waits for, or has failed at, is given up, and the flow goes on as if it had ended with that outcome.</summary>
    /// <param name="Outcome">One of the activity's; null is "Done".</param>
    public sealed record Skip(string ActivityId, string? Outcome = null) : Alteration;

    /// <summary>
    /// Moves the instance to another version of its definition. Everything it stands at must be there: under the same id, or under the one that
    /// <paramref name="Mapping"/> names.
    /// </summary>
    /// <param name="WithSettings">Variables that still are what the former version began with become what the new one begins with.</param>
    /// <param name="WithTimes">Waits that are nothing but waits are due when they would be had they begun in the new version.</param>
    /// <param name="Mapping">Activity ids of then, and what stands for them now.</param>
    public sealed record Migrate(int TargetVersion, bool WithSettings = false, bool WithTimes = false, Dictionary<string, string>? Mapping = null)
        : Alteration;

    /// <summary>Brings the instance back to what it was, see <see cref="Instances.InstanceState"/>. Only the journal goes on.</summary>
    public sealed record Restore(JsonObject State) : Alteration;
}

/// <summary>An alteration that cannot be carried out; the message says why and what to do.</summary>
public sealed class AlterationException(Message words) : WordedException(words);
