using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Workflows.Activities;

/// <summary>
/// One kind of step. Its attributes make the designer card, its <see cref="Input{T}"/> and <see cref="Output{T}"/> properties are
/// bound from the definition's JSON, and <see cref="Execute"/> says through its context what should happen. It writes and calls nothing.
/// An instance belongs to one node of one compiled workflow and is shared by all running instances: keep no state in fields.
/// </summary>
public abstract class Activity
{
    public ActivityNode Node { get; internal set; } = null!;

    /// <summary>Runs the activity: completes it, waits, schedules children or emits commands.</summary>
    public abstract void Execute(ActivityContext context);

    /// <summary>A wait of this activity is over. By default that completes it.</summary>
    public virtual void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload) => context.Complete();

    /// <summary>A child that this activity scheduled has completed.</summary>
    public virtual void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) { }

    /// <summary>The activity is given up while it waits: emit what takes back its tasks and requests.</summary>
    public virtual void Cancel(ActivityContext context) { }

    /// <summary>What starts a workflow that begins with this activity, or null when nothing outside does.</summary>
    public virtual StartTrigger? Trigger(ActivityContext context) => null;

    /// <summary>What is wrong with how this activity is set up and connected; asked before publishing.</summary>
    public virtual IEnumerable<Finding> Check(IDefinitionSource definitions) => [];

    /// <summary>True when an arrow leaves from the outcome, or the activity does not stand in a flowchart.</summary>
    protected bool LeadsOn(string outcome) =>
        Node.Parent?.Activity is not Flowchart flowchart || flowchart.Connections.Any(arrow => arrow.Source == Node.Id && arrow.Port == outcome);

    /// <summary>Reads inputs, outputs and settings from <see cref="Node"/>'s JSON. Override for shapes of their own and call the base.</summary>
    protected internal virtual void Bind() => ActivityBinding.Bind(this);
}

/// <summary>What starts new instances: an event by name, or a time. <paramref name="DueAt"/> is UTC.</summary>
public sealed record StartTrigger(string Kind, string Hash, JsonObject Payload, DateTimeOffset? DueAt = null);

/// <summary>Marks an activity whose completion ends the flowchart it stands in.</summary>
public interface ITerminalActivity;
