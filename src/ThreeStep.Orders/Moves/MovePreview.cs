using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Moves;

/// <summary>What a move would make of one instance.</summary>
/// <param name="Why">Why it cannot be moved; null where it can.</param>
/// <param name="Steps">Activity ids at which it stands: before, and after where they are others.</param>
/// <param name="Runs">Activity ids that run by this, in their order.</param>
/// <param name="StandsAt">Activity ids at which it stands afterwards.</param>
/// <param name="Fails">Why it stops by this.</param>
/// <param name="Ends">Whether it is over by this.</param>
public sealed record MovePreview(string InstanceId, string? CorrelationId, string? Name, int Version, Message? Why, IReadOnlyList<StepChange> Steps,
    IReadOnlyList<TimeChange> Times, IReadOnlyList<SettingChange> Settings, bool HasFailed)
{
    public IReadOnlyList<string> Runs { get; init; } = [];
    public IReadOnlyList<string> StandsAt { get; init; } = [];
    public Message? Fails { get; init; }
    public bool Ends { get; init; }

    /// <summary>The instances that a move is about, the oldest first.</summary>
    public static IQueryable<InstanceRow> Which(ProcessDatabase database, string definitionId, MoveInput input)
    {
        var all = database.Instances.Where(row => row.DefinitionId == definitionId
            && (row.Status == nameof(InstanceStatus.Running) || row.SubStatus == nameof(InstanceSubStatus.Faulted)));
        if (input.Version is { } version) all = all.Where(row => row.DefinitionVersion != version);
        if (input.InstanceIds is { } ids) all = all.Where(row => ids.Contains(row.Id));
        if (input.FromVersion is { } from) all = all.Where(row => row.DefinitionVersion == from);
        if (input.Step is { Length: > 0 } step)
            all = all.Where(row => database.Bookmarks.Any(bookmark => bookmark.InstanceId == row.Id && bookmark.ActivityId == step));
        return all.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id);
    }

    /// <returns>Null when it is gone.</returns>
    public static MovePreview? Of(WorkflowRuntime runtime, string instanceId, MoveInput input)
    {
        if (runtime.Preview(instanceId, new Stimulus.Alter(input.Alterations, Reason: input.Reason)) is not { } altered) return null;
        var (before, after) = (InstanceDocument.Read(altered.Before), altered.Burst.State);
        var isRefused = altered.Burst.Refusal is not null;
        var workflow = runtime.Definitions.FindVersion(after.DefinitionVersionId);
        var pairs = before.Bookmarks.Select(wait => (Then: wait, Now: after.Bookmarks.Find(other => other.Id == wait.Id) ?? wait)).ToList();
        return new(instanceId, before.CorrelationId, before.Name, before.DefinitionVersion, altered.Burst.Refusal,
            [.. pairs.Select(pair => new StepChange(pair.Then.ActivityId, pair.Now.ActivityId)).Distinct()],
            [.. pairs.Where(pair => pair.Now.DueAt != pair.Then.DueAt).Select(pair =>
                new TimeChange(pair.Now.ActivityId, pair.Then.DueAt, pair.Now.DueAt))],
            isRefused ? [] : Changed(before, after, workflow), before.Incidents.Count > 0)
        {
            Runs = altered.Burst.Journal.Where(entry => entry.Event == JournalEvents.Started)
                .Select(entry => workflow?.Find(entry.NodeId)?.Id).OfType<string>().ToList(),
            StandsAt = Standing(after),
            Fails = after.Incidents.LastOrDefault(incident => incident.At == altered.Burst.Now)?.Told,
            Ends = after.IsFinished,
        };
    }

    /// <summary>Where it waits, and where it has failed.</summary>
    static List<string> Standing(InstanceState state) =>
        state.Bookmarks.Select(wait => wait.ActivityId).Concat(state.Incidents.Select(incident => incident.ActivityId)).Distinct().ToList();

    static List<SettingChange> Changed(InstanceState before, InstanceState after, CompiledWorkflow? workflow)
    {
        var (then, now) = (RootOf(before)?.Variables ?? [], RootOf(after)?.Variables ?? []);
        return now.Where(value => !JsonNode.DeepEquals(value.Value, then.GetValueOrDefault(value.Key))).Select(value => new SettingChange(
            workflow?.Root.Variables.FirstOrDefault(variable => variable.Id == value.Key)?.Name ?? value.Key,
                then.GetValueOrDefault(value.Key)?.DeepClone(),
            value.Value?.DeepClone())).ToList();
    }

    static ActivityExecution? RootOf(InstanceState state) => state.Executions.Find(execution => execution.ParentId is null);
}

/// <summary>Where it stands, and what that step is in the version.</summary>
public sealed record StepChange(string Then, string Now);

/// <summary>A wait that is due at another time. UTC.</summary>
public sealed record TimeChange(string ActivityId, DateTimeOffset? Then, DateTimeOffset? Now);

/// <summary>A variable that becomes what the version begins with.</summary>
public sealed record SettingChange(string Name, JsonNode? Then, JsonNode? Now);
