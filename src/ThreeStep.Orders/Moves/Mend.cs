using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Moves;

/// <summary>How process owners mend running instances that keep their version, in their words.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SetVariable), nameof(SetVariable))]
[JsonDerivedType(typeof(Skip), nameof(Skip))]
[JsonDerivedType(typeof(GoOnAt), nameof(GoOnAt))]
[JsonDerivedType(typeof(End), nameof(End))]
public abstract record Mend
{
    [JsonIgnore] public abstract IReadOnlyList<Alteration> Alterations { get; }

    /// <summary>A variable of the workflow, by its id, becomes another value.</summary>
    public sealed record SetVariable(string VariableId, JsonNode? Value) : Mend
    {
        [JsonIgnore] public override IReadOnlyList<Alteration> Alterations => [new Alteration.ModifyVariable(VariableId, Value)];
    }

    /// <summary>An activity that waits or has failed is taken to have ended with the outcome; null is "Done".</summary>
    public sealed record Skip(string Step, string? Outcome = null) : Mend
    {
        [JsonIgnore] public override IReadOnlyList<Alteration> Alterations => [new Alteration.Skip(Step, Outcome)];
    }

    /// <summary>What waits or has failed at one activity is given up, and another one runs.</summary>
    public sealed record GoOnAt(string From, string Step) : Mend
    {
        // First the one that runs, so that the flow is never without a step.
        [JsonIgnore]
        public override IReadOnlyList<Alteration> Alterations =>
            From == Step ? [new Alteration.ScheduleActivity(Step)] : [new Alteration.ScheduleActivity(Step), new Alteration.CancelActivity(From)];
    }

    /// <summary>The instance is cancelled; whose work that ends hears of it.</summary>
    public sealed record End : Mend
    {
        [JsonIgnore] public override IReadOnlyList<Alteration> Alterations => [new Alteration.Cancel()];
    }
}
