using System.Text.Json;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

/// <summary>The part of a burst that changes an instance by hand.</summary>
public sealed partial class Burst
{
    /// <summary>All or nothing: the first that fails leaves the instance as it was, but for a journal entry that tells of the attempt.</summary>
    void Alter(Stimulus.Alter alter)
    {
        var before = JsonSerializer.Serialize(State, Json.Options);
        var (workflow, done) = (Workflow, new List<string>());
        // Whose work an alteration ends hears the same as when the instance is cancelled.
        Cancellation = new Stimulus.Cancel(alter.By, alter.Reason);
        foreach (var alteration in alter.Alterations)
        {
            var name = alteration.GetType().Name;
            try
            {
                Apply(alteration);
                done.Add(name);
            }
            catch (AlterationException error)
            {
                (Workflow, State) = (workflow, JsonSerializer.Deserialize<InstanceState>(before, Json.Options)!);
                work.Clear();
                journal.Clear();
                commands.Clear();
                askedBy.Clear();
                refusal = error.Words;
                Note(JournalEvents.AlterationFailed, $"{name} failed: {error.Message}");
                return;
            }
        }
        foreach (var name in done) Note(JournalEvents.Altered, $"{name} succeeded");
    }

    void Apply(Alteration alteration)
    {
        if (State.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled) throw new AlterationException("The instance is over.");
        switch (alteration)
        {
            case Alteration.Cancel:
                CancelInstance();
                break;
            case Alteration.ModifyVariable modify:
                if (!Workflow.Root.Variables.Any(variable => variable.Id == modify.VariableId))
                    throw new AlterationException($"The workflow has no variable with the id '{modify.VariableId}'.");
                try { SetVariables(new Stimulus.SetVariables(new() { [modify.VariableId] = modify.Value })); }
                catch (ValueConversionException error) { throw new AlterationException(error.Words); }
                break;
            case Alteration.CancelActivity cancel:
                var given = Executions(cancel.ActivityId, cancel.ActivityInstanceId);
                if (given.Count == 0)
                    throw new AlterationException($"The activity '{cancel.ActivityId ?? cancel.ActivityInstanceId}' is not running.");
                foreach (var execution in given) GiveUp(execution);
                break;
            case Alteration.Skip skip:
                Skip(skip);
                break;
            case Alteration.ScheduleActivity schedule:
                Schedule(schedule);
                break;
            case Alteration.Migrate migrate:
                Migrate(migrate);
                break;
            case Alteration.Restore restore:
                Restore(restore);
                break;
        }
    }

    List<ActivityExecution> Executions(string? activityId, string? executionId) =>
        State.Executions.Where(execution =>
            executionId is { Length: > 0 } ? execution.Id == executionId : Workflow.Find(execution.NodeId)?.Id == activityId).ToList();

    void Schedule(Alteration.ScheduleActivity schedule)
    {
        var running = Executions(schedule.ActivityId, schedule.ActivityInstanceId);
        var node = running is [var first, ..] ? Workflow.Find(first.NodeId) : schedule.ActivityId is { } id ? Workflow.FindById(id) : null;
        if (node is null) throw new AlterationException($"There is no activity '{schedule.ActivityId ?? schedule.ActivityInstanceId}'.");
        if (running.Exists(execution => execution.Status == ExecutionStatus.Faulted))
        {
            Retry(new Stimulus.Retry([node.Id]));
            return;
        }
        var owner = State.Executions.LastOrDefault(execution => execution.NodeId == node.Parent?.NodeId)
            ?? throw new AlterationException($"'{node.Id}' cannot run: '{node.Parent?.Id}', which it stands in, is not running.");
        foreach (var execution in running) CancelExecution(execution);
        Reopen();
        work.Enqueue(new ScheduledActivity(node.NodeId, owner.Id, null, null, owner.Depth + 1));
    }

    void Skip(Alteration.Skip skip)
    {
        var standing = Executions(skip.ActivityId, null);
        if (standing.Count == 0) throw new AlterationException($"The activity '{skip.ActivityId}' is not running.");
        if (standing.Exists(execution => execution.ParentId is null))
            throw new AlterationException("The whole workflow cannot be skipped; it can be ended.");
        Reopen();
        foreach (var execution in standing)
        {
            var context = new BurstContext(this, Workflow.Find(execution.NodeId)!, execution);
            CancelChildren(execution);
            if (execution.Status == ExecutionStatus.Running) context.Node.Activity.Cancel(context);
            ForgetFault(execution);
            execution.Status = ExecutionStatus.Running;
            Complete(context, [skip.Outcome ?? "Done"]);
        }
    }

    void Note(string eventName, string message)
    {
        var root = State.Executions.Find(execution => execution.ParentId is null)
            ?? new ActivityExecution { Id = State.Id, NodeId = Workflow.Root.NodeId };
        Record(eventName, root, Workflow.Root, message: message);
    }

    /// <summary>
    /// Runs one activity by itself, with the variables at their initial values. Nothing it asks for is carried out and nothing follows from it.
    /// </summary>
    public static ActivityTest Test(CompiledWorkflow workflow, ActivityNode node, BurstEnvironment environment)
    {
        var definition = workflow.Definition;
        var state = new InstanceState
        {
            Id = "",
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            DefinitionVersion = definition.Version,
            CreatedAt = environment.Now
        };
        var burst = new Burst(workflow, state, environment, 0) { isNew = true };
        ActivityExecution? owner = null;
        var containers = new Stack<ActivityNode>();
        for (var parent = node.Parent; parent is not null; parent = parent.Parent) containers.Push(parent);
        foreach (var container in containers)
        {
            var execution = new ActivityExecution
            {
                Id = environment.Ids.Next(),
                NodeId = container.NodeId,
                ParentId = owner?.Id,
                StartedAt = environment.Now
            };
            foreach (var variable in container.Variables) execution.Variables[variable.Id] = variable.Initial();
            state.Executions.Add(execution);
            owner = execution;
        }
        burst.Execute(new ScheduledActivity(node.NodeId, owner?.Id ?? "", null));
        var entries = burst.journal.Where(entry => entry.NodeId == node.NodeId).ToList();
        var last = entries[^1];
        return new ActivityTest(
            last.Event switch
            {
                JournalEvents.Completed => "Completed",
                JournalEvents.Faulted => "Faulted",
                JournalEvents.Canceled => "Canceled",
                _ => "Running"
            },
            last.Inputs, last.Outputs, last.Outcomes ?? [], last.Event == JournalEvents.Faulted ? last.Message : null);
    }
}
