using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Workflows.Model;

/// <summary>
/// One kind of step. Its attributes make the designer card, its <see cref="Input{T}"/> and <see cref="Output{T}"/> properties are
/// bound from the definition's JSON, and <see cref="Execute"/> says through its context what should happen. It writes and calls nothing.
/// An instance belongs to one node of one compiled workflow and is shared by all running instances: keep no state in fields.
/// </summary>
public abstract class Activity
{
    public ActivityNode Node { get; internal set; } = null!;

    /// <summary>Its inputs, in the order of the designer card.</summary>
    internal IReadOnlyList<Input> Inputs { get; set; } = [];

    /// <summary>Names of variables that it gives to what runs inside of it, such as the value a loop is at.</summary>
    public virtual IReadOnlyList<string> GivenInside => [];

    /// <summary>Names of outputs that the definition gives it beyond those of its card, such as the fields of a form.</summary>
    public virtual IReadOnlyList<string> FurtherOutputs => [];

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
    protected bool LeadsOn(string outcome) => Node.Parent?.Activity.HasArrow(Node, outcome) ?? true;

    /// <summary>True when something follows on that outcome of a child. Containers without arrows always go on.</summary>
    public virtual bool HasArrow(ActivityNode child, string outcome) => true;

    /// <summary>Reads inputs, outputs and settings from <see cref="Node"/>'s JSON. Override for shapes of their own and call the base.</summary>
    protected internal virtual void Bind() => ActivityBinding.Bind(this);
}
