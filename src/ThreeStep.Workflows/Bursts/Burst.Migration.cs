using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

// An instance goes on with another version of its workflow, or back.
public sealed partial class Burst
{
    void Migrate(Alteration.Migrate migrate)
    {
        var target = Environment.Definitions.FindVersion(State.DefinitionId, migrate.TargetVersion)
            ?? throw new AlterationException($"There is no version {migrate.TargetVersion} of '{State.DefinitionId}'.");
        var moved = new MigrationMap(Workflow, target, migrate);
        moved.Require(State);
        var former = Workflow;
        State = moved.Apply(State);
        Workflow = target;
        var root = State.Executions.Find(execution => execution.ParentId is null);
        if (root is not null) TakeSettings(root, former, migrate.WithSettings);
        (State.DefinitionVersionId, State.DefinitionVersion) = (target.Definition.Id, migrate.TargetVersion);
        if (migrate.WithTimes)
            foreach (var execution in State.Executions.Where(execution => execution.Status == ExecutionStatus.Running)) TakeTimes(execution);
    }

    /// <param name="follows">A variable that still is what the former version began with follows the version; what somebody changed stays.</param>
    void TakeSettings(ActivityExecution root, CompiledWorkflow former, bool follows)
    {
        foreach (var variable in Workflow.Root.Variables)
        {
            var (initial, before) = (variable.Initial(), former.Root.Variables.FirstOrDefault(each => each.Id == variable.Id)?.Initial());
            if (!root.Variables.TryGetValue(variable.Id, out var value) ? initial is not null
                : follows && JsonNode.DeepEquals(value, before) && !JsonNode.DeepEquals(initial, before))
                root.Variables[variable.Id] = initial;
        }
    }

    /// <summary>
    /// Asks the step when it would be due had it begun in this version, by beginning it on a copy. One that asks for something, say gives
    /// a task, keeps its times: people were told of them.
    /// </summary>
    void TakeTimes(ActivityExecution execution)
    {
        bool IsOfBeginning(Bookmark bookmark) =>
            bookmark.ExecutionId == execution.Id && bookmark.DueAt is not null && bookmark.CreatedAt == execution.StartedAt;
        if (Workflow.Find(execution.NodeId) is not { } node || !State.Bookmarks.Exists(IsOfBeginning)) return;
        var copy = JsonSerializer.Deserialize<InstanceState>(JsonSerializer.SerializeToUtf8Bytes(State, Json.Options), Json.Options)!;
        copy.Bookmarks.Clear();
        var trial = new Burst(Workflow, copy, Environment with { Now = execution.StartedAt, Ids = new CountingIds("trial-"), Records = seen },
            nesting);
        try { node.Activity.Execute(new BurstContext(trial, node, copy.FindExecution(execution.Id)!)); }
        catch (Exception error) when (error is not OutOfMemoryException) { return; }
        if (trial.commands.Count > 0 || trial.children.Count > 0 || trial.work.Count > 0) return;
        foreach (var fresh in copy.Bookmarks.Where(bookmark => bookmark.DueAt is not null))
            if (State.Bookmarks.FindIndex(bookmark => IsOfBeginning(bookmark) && bookmark.Purpose == fresh.Purpose) is >= 0 and var index)
                State.Bookmarks[index] = State.Bookmarks[index] with
                {
                    DueAt = fresh.DueAt,
                    Hash = fresh.Hash,
                    Payload = fresh.Payload,
                    Counted = fresh.Counted
                };
    }

    void Restore(Alteration.Restore restore)
    {
        var journal = State.JournalSequence;
        State = restore.State.Deserialize<InstanceState>(Json.Options)!;
        Workflow = Environment.Definitions.FindVersion(State.DefinitionId, State.DefinitionVersion)
            ?? throw new AlterationException($"There is no version {State.DefinitionVersion} of '{State.DefinitionId}'.");
        State.JournalSequence = journal;
    }
}
