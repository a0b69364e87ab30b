using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>What moves an instance. Every stimulus is recorded with its instance, in order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Start), nameof(Start))]
[JsonDerivedType(typeof(EventReceived), "Event")]
[JsonDerivedType(typeof(TimerDue), nameof(TimerDue))]
[JsonDerivedType(typeof(TaskCompleted), nameof(TaskCompleted))]
[JsonDerivedType(typeof(ChildFinished), nameof(ChildFinished))]
[JsonDerivedType(typeof(Cancel), nameof(Cancel))]
[JsonDerivedType(typeof(Retry), nameof(Retry))]
[JsonDerivedType(typeof(Abandon), nameof(Abandon))]
[JsonDerivedType(typeof(SetVariables), nameof(SetVariables))]
[JsonDerivedType(typeof(Alter), nameof(Alter))]
[JsonDerivedType(typeof(Recount), nameof(Recount))]
public abstract record Stimulus
{
    /// <summary>Begins a new instance.</summary>
    /// <param name="TriggerNodeId">The activity that was triggered, when an event or a time started the instance.</param>
    /// <param name="Variables">What the workflow's variables begin with instead of their defaults, by name or id.</param>
    public sealed record Start(Dictionary<string, JsonNode?> Input, string? TriggerNodeId = null, JsonNode? TriggerPayload = null,
        Dictionary<string, JsonNode?>? Variables = null) : Stimulus;

    /// <summary>An event reached a bookmark.</summary>
    public sealed record EventReceived(string BookmarkId, string Name, JsonNode? Payload) : Stimulus;

    /// <summary>A bookmark's time has come.</summary>
    public sealed record TimerDue(string BookmarkId) : Stimulus;

    /// <summary>A task, an approval or another wait of the outside world was answered.</summary>
    public sealed record TaskCompleted(string BookmarkId, JsonNode? Result) : Stimulus;

    /// <summary>A child workflow has come to its end.</summary>
    public sealed record ChildFinished(string BookmarkId, string ChildInstanceId, InstanceSubStatus SubStatus, JsonObject Output) : Stimulus;

    /// <summary>Ends an instance before its time.</summary>
    /// <param name="By">Who cancels; null where a parent no longer waits.</param>
    /// <param name="Reason">Why, in their words.</param>
    public sealed record Cancel(string? By = null, string? Reason = null) : Stimulus;

    /// <summary>Runs faulted activities again: all, or those named.</summary>
    public sealed record Retry(IReadOnlyList<string>? ActivityIds = null, string? By = null) : Stimulus;

    /// <summary>
    /// The runtime could not carry out a burst again and again: the instance is faulted with that reason instead of being tried for ever. A retry
    /// takes up <paramref name="Undone"/> again.
    /// </summary>
    public sealed record Abandon(Message Reason, Stimulus? Undone = null) : Stimulus;

    /// <summary>A person sets variables by hand, by id.</summary>
    public sealed record SetVariables(Dictionary<string, JsonNode?> Values, string? By = null) : Stimulus;

    /// <summary>A person changes the instance by hand. <paramref name="PlanId"/> names the plan it belongs to, if any.</summary>
    /// <param name="Reason">Why, in their words; those whose work it ends are told.</param>
    public sealed record Alter(IReadOnlyList<Alteration> Alterations, string? PlanId = null, string? By = null, string? Reason = null) : Stimulus;

    /// <summary>A calendar has changed: what waits for working time waits until it is over by the calendar of now.</summary>
    public sealed record Recount : Stimulus;

    /// <summary>The bookmark this stimulus answers, if any.</summary>
    public string? TargetBookmarkId() => this switch
    {
        EventReceived stimulus => stimulus.BookmarkId,
        TimerDue stimulus => stimulus.BookmarkId,
        TaskCompleted stimulus => stimulus.BookmarkId,
        ChildFinished stimulus => stimulus.BookmarkId,
        _ => null,
    };

    /// <summary>What the resumed activity is handed.</summary>
    public JsonNode? ResumePayload() => this switch
    {
        EventReceived stimulus => stimulus.Payload,
        TaskCompleted stimulus => stimulus.Result,
        ChildFinished stimulus =>
            new JsonObject
            {
                ["workflowInstanceId"] = stimulus.ChildInstanceId,
                ["subStatus"] = stimulus.SubStatus.ToString(),
                ["output"] = stimulus.Output.DeepClone()
            },
        _ => null,
    };
}
