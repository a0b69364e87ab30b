using System.Diagnostics;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

/// <summary>
/// One move of one instance, from a stimulus until nothing is left to schedule: a function of
/// (definition, state, stimulus, now, reader). It touches nothing but the state it is given.
/// </summary>
public sealed partial class Burst
{
    const int MaximumChildNesting = 8;
    /// <summary>What people are told where a step fails without words for it.</summary>
    internal const string Unforeseen = "The step failed in a way that nobody foresaw. Try it again; if it fails again, the server's log says more.";

    readonly Queue<ScheduledActivity> work = new();
    readonly List<JournalEntry> journal = [];
    readonly List<Command> commands = [];
    /// <summary>The activity that asked for each command; the instance itself where none did.</summary>
    readonly List<string> askedBy = [];
    readonly List<string> ids = [];
    readonly List<RecordRead> reads = [];
    readonly List<BurstResult> children = [];
    /// <summary>What no activity has words for: a mistake of the server's own, for its log.</summary>
    readonly List<Exception> unforeseen = [];
    readonly Dictionary<string, Bookmark> bookmarksBefore;
    readonly int nesting;
    readonly string? correlationBefore;
    readonly string? nameBefore;
    readonly string versionBefore;
    readonly long started = Stopwatch.GetTimestamp();
    readonly bool wasFinishedBefore;
    readonly SeenRecords seen;
    Surroundings? around;
    int executed;
    bool isNew;
    /// <summary>Why a change by hand was not made.</summary>
    Message? refusal;
    /// <summary>Something has failed, and the instance ends as faulted when the other branches have come to rest.</summary>
    bool failed;

    Burst(CompiledWorkflow workflow, InstanceState state, BurstEnvironment environment, int nesting)
    {
        Workflow = workflow;
        State = state;
        Environment = environment;
        seen = new SeenRecords(this);
        this.nesting = nesting;
        correlationBefore = state.CorrelationId;
        nameBefore = state.Name;
        versionBefore = state.DefinitionVersionId;
        wasFinishedBefore = state is { IsFinished: true, SubStatus: not InstanceSubStatus.Faulted };
        bookmarksBefore = state.Bookmarks.ToDictionary(bookmark => bookmark.Id);
    }

    internal CompiledWorkflow Workflow { get; private set; }
    internal InstanceState State { get; private set; }
    internal BurstEnvironment Environment { get; }
    internal Surroundings Around => around?.Workflow == Workflow ? around : around = new Surroundings(Workflow, Environment.Definitions, seen);
    internal JsonNode? TriggerPayload { get; private set; }
    internal JsonNode? LastResult { get; set; }
    internal Stimulus.Cancel? Cancellation { get; private set; }

    /// <summary>Begins an instance under <paramref name="instanceId"/>.</summary>
    public static BurstResult Start(
        CompiledWorkflow workflow, string instanceId, Stimulus.Start stimulus, BurstEnvironment environment,
        string? correlationId = null, string? name = null, string? parentInstanceId = null, string? parentBookmarkId = null) =>
        Start(workflow, instanceId, stimulus, environment, correlationId, name, parentInstanceId, parentBookmarkId, 0);

    static BurstResult Start(
        CompiledWorkflow workflow, string instanceId, Stimulus.Start stimulus, BurstEnvironment environment,
        string? correlationId, string? name, string? parentInstanceId, string? parentBookmarkId, int nesting)
    {
        var definition = workflow.Definition;
        var state = new InstanceState
        {
            Id = instanceId,
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            DefinitionVersion = definition.Version,
            CorrelationId = correlationId,
            Name = name,
            ParentInstanceId = parentInstanceId,
            ParentBookmarkId = parentBookmarkId,
            TriggerNodeId = stimulus.TriggerNodeId,
            CreatedAt = environment.Now,
            UpdatedAt = environment.Now,
        };
        foreach (var input in definition.Inputs)
            if (input.Default() is { } value) state.Input[input.Name] = value;
        foreach (var (key, value) in stimulus.Input) state.Input[key] = Json.Copy(value);

        var burst = new Burst(workflow, state, environment, nesting) { isNew = true, TriggerPayload = stimulus.TriggerPayload };
        burst.work.Enqueue(new ScheduledActivity(workflow.Root.NodeId, "", null,
            stimulus.Variables is { } given ? GivenVariables(workflow, given) : null));
        burst.RequireInputs();
        return burst.Finish(stimulus);
    }

    /// <summary>An event or another workflow may start it without what it needs; then nothing of it runs.</summary>
    void RequireInputs()
    {
        if (Workflow.Definition.MissingInputs(State.Input) is not [var missing, ..]) return;
        AddIncident(Workflow.Root, $"It is not started without the input {missing}, which was not given.", "InputMissing");
        EndAsFaulted();
    }

    /// <summary>Values for a workflow's variables, named by name or id, as the variables' types want them; by id.</summary>
    /// <exception cref="ValueConversionException">A value does not fit its variable, or is outside of the range of a setting.</exception>
    public static Dictionary<string, JsonNode?> GivenVariables(CompiledWorkflow workflow, Dictionary<string, JsonNode?> values)
    {
        var given = new Dictionary<string, JsonNode?>();
        foreach (var variable in workflow.Root.Variables)
            if (values.TryGetValue(variable.Name, out var value) || values.TryGetValue(variable.Id, out value))
                given[variable.Id] = SettingRules.Given(workflow.Definition, variable, value);
        return given;
    }

    /// <summary>
    /// Moves an instance on. A stimulus that no longer fits (its bookmark is gone, the instance is over) changes nothing and gives null.
    /// <paramref name="state"/> is used up: load it afresh for another burst.
    /// </summary>
    public static BurstResult? Continue(CompiledWorkflow workflow, InstanceState state, Stimulus stimulus, BurstEnvironment environment)
    {
        var burst = new Burst(workflow, state, environment, 0);
        return burst.Apply(stimulus) ? burst.Finish(stimulus) : null;
    }

    /// <summary>What starts instances of the workflow from outside: its events and times.</summary>
    /// <exception cref="TriggerException">A trigger cannot be set up, for example because one of its inputs needs a running instance.</exception>
    public static IReadOnlyList<(ActivityNode Node, StartTrigger Trigger)> FindTriggers(CompiledWorkflow workflow, BurstEnvironment environment)
    {
        var definition = workflow.Definition;
        var state = new InstanceState
        {
            Id = "",
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            DefinitionVersion = definition.Version
        };
        var burst = new Burst(workflow, state, environment, 0);
        var root = new ActivityExecution { Id = "", NodeId = workflow.Root.NodeId };
        foreach (var variable in workflow.Root.Variables) root.Variables[variable.Id] = variable.Initial();
        state.Executions.Add(root);
        var triggers = new List<(ActivityNode, StartTrigger)>();
        foreach (var node in workflow.Nodes.Where(node => node.CanStartWorkflow))
        {
            var execution = new ActivityExecution { Id = node.NodeId, NodeId = node.NodeId, ParentId = root.Id };
            try { if (node.Activity.Trigger(new BurstContext(burst, node, execution)) is { } trigger) triggers.Add((node, trigger)); }
            catch (Exception error) when (error is not OutOfMemoryException) { throw new TriggerException(node, error); }
        }
        return triggers;
    }

    bool Apply(Stimulus stimulus)
    {
        switch (stimulus)
        {
            case Stimulus.Cancel cancel:
                if (State.IsFinished && State.SubStatus != InstanceSubStatus.Faulted) return false;
                Cancellation = cancel;
                CancelInstance();
                return true;
            case Stimulus.Retry retry:
                return Retry(retry);
            case Stimulus.Abandon abandon:
                if (State.IsFinished) return false;
                AddIncident(Workflow.Root, abandon.Reason, "Abandoned");
                if (abandon.Undone is { } undone) State.Undelivered.Add(undone);
                EndAsFaulted();
                return true;
            case Stimulus.SetVariables changes:
                return SetVariables(changes);
            case Stimulus.Alter alter:
                Alter(alter);
                return true;
            case Stimulus.Recount:
                return !State.IsFinished && Recount();
        }
        var bookmark = State.Bookmarks.Find(candidate => candidate.Id == stimulus.TargetBookmarkId());
        if (bookmark is null) return false;
        if (stimulus is Stimulus.TimerDue && IsPutOff(bookmark)) return Recount();
        if (State.SubStatus == InstanceSubStatus.Faulted) State.Undelivered.Add(stimulus);
        else Resume(bookmark, stimulus);
        return true;
    }

    void Resume(Bookmark bookmark, Stimulus stimulus)
    {
        State.Bookmarks.Remove(bookmark);
        var execution = State.FindExecution(bookmark.ExecutionId);
        var node = Workflow.Find(bookmark.NodeId);
        if (execution is null || node is null) return;
        var context = new BurstContext(this, node, execution);
        Record(JournalEvents.Resumed, execution, node);
        Guard(context, () => node.Activity.Resume(context, bookmark, stimulus.ResumePayload()));
    }

    bool SetVariables(Stimulus.SetVariables changes)
    {
        if (State.Executions.Find(execution => execution.NodeId == Workflow.Root.NodeId) is not { } root) return false;
        foreach (var variable in Workflow.Root.Variables)
            if (changes.Values.TryGetValue(variable.Id, out var value))
                root.Variables[variable.Id] = SettingRules.Given(Workflow.Definition, variable, value);
        return true;
    }

    BurstResult Finish(Stimulus stimulus)
    {
        Run();
        FinishWhatIsLeftWithNothing();
        State.UpdatedAt = Environment.Now;
        if (!State.IsFinished) State.SubStatus = InstanceSubStatus.Suspended;
        else if (State.FinishedAt is null) State.FinishedAt = Environment.Now;
        if (State.IsFinished && State.SubStatus != InstanceSubStatus.Faulted && !wasFinishedBefore) ReportToParent();
        var added = State.Bookmarks.Where(bookmark => !bookmarksBefore.ContainsKey(bookmark.Id)).ToList();
        var kept = State.Bookmarks.Select(bookmark => bookmark.Id).ToHashSet();
        var removed = bookmarksBefore.Values.Where(bookmark => !kept.Contains(bookmark.Id)).ToList();
        return new BurstResult(State, isNew, Environment.Now, stimulus, journal, commands, reads, removed, added, children, correlationBefore,
            nameBefore)
        {
            BegunWith = versionBefore,
            AskedBy = askedBy,
            Ids = ids,
            Refusal = refusal,
            Unforeseen = unforeseen
        };
    }

    /// <summary>The flow came to its end while a branch had failed, and now there is nothing to try again: the end holds.</summary>
    void FinishWhatIsLeftWithNothing()
    {
        if (State.IsFinished || State.Executions is not [{ ParentId: null, Status: ExecutionStatus.Running } root] || State.Bookmarks.Count > 0)
            return;
        FinishInstance(new BurstContext(this, Workflow.Root, root));
    }

    void ReportToParent()
    {
        if (State is { ParentInstanceId: { } parent, ParentBookmarkId: { } bookmark })
            Emit(Workflow.Root, new ReportToParentCommand(parent, bookmark, State.SubStatus,
                new JsonObject(State.Output.Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone())))));
    }

    void Run()
    {
        while (!State.IsFinished && work.TryDequeue(out var item))
        {
            if (executed++ >= Environment.Budget.Activities || Stopwatch.GetElapsedTime(started) > Environment.Budget.Time)
            {
                var node = Workflow.Find(item.NodeId) ?? Workflow.Root;
                work.Enqueue(item);
                var (most, seconds) = (Environment.Budget.Activities, Environment.Budget.Time.TotalSeconds);
                AddIncident(node, $"The workflow ran {executed - 1:N0} activities without waiting (limit: {most:N0} activities or {seconds:0} s). It was stopped at '{node.Id}'. Look for a loop without a wait.",
                    "BurstBudgetExceeded");
                EndAsFaulted();
                return;
            }
            Execute(item);
        }
        if (failed && !State.IsFinished) EndAsFaulted();
    }

    void Execute(ScheduledActivity item)
    {
        var node = Workflow.Find(item.NodeId);
        if (node is null || (item.OwnerId != "" && State.FindExecution(item.OwnerId) is null)) return;
        var execution = new ActivityExecution
        {
            // Named by its first journal entry, so that whoever has the name knows the instance.
            Id = $"{State.Id}-{State.JournalSequence}",
            NodeId = node.NodeId,
            ParentId = item.OwnerId == "" ? null : item.OwnerId,
            ScheduledBy = item.ScheduledBy,
            Depth = item.Depth,
            Status = ExecutionStatus.Running,
            StartedAt = Environment.Now,
            Variables = item.Variables ?? [],
        };
        State.Executions.Add(execution);
        var context = new BurstContext(this, node, execution);
        Record(JournalEvents.Started, execution, node);
        Guard(context, () =>
        {
            foreach (var variable in node.Variables)
                if (!execution.Variables.ContainsKey(variable.Id) && variable.Initial() is { } initial) execution.Variables[variable.Id] = initial;
            node.Activity.Execute(context);
        });
    }

    /// <summary>Runs an activity's code; what it throws becomes an incident of that activity.</summary>
    void Guard(BurstContext context, Action run)
    {
        try
        {
            run();
            if (!State.IsFinished && context.Execution.Status == ExecutionStatus.Running
                && State.Bookmarks.Exists(bookmark => bookmark.ExecutionId == context.Execution.Id && !bookmarksBefore.ContainsKey(bookmark.Id)))
                Record(JournalEvents.Suspended, context.Execution, context.Node, inputs: context.Execution.Inputs);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Fault(context, error);
        }
    }

    void CancelInstance()
    {
        foreach (var execution in State.Executions.Where(execution => execution.Status == ExecutionStatus.Running).ToList())
            if (Workflow.Find(execution.NodeId) is { } node) node.Activity.Cancel(new BurstContext(this, node, execution));
        var root = State.Executions.Find(execution => execution.ParentId is null);
        if (root is not null) Record(JournalEvents.Canceled, root, Workflow.Root);
        End(InstanceSubStatus.Cancelled);
    }

    /// <summary>Ends the instance at once: nothing more is scheduled, no wait remains.</summary>
    internal void End(InstanceSubStatus subStatus)
    {
        if (subStatus == InstanceSubStatus.Finished)
            foreach (var execution in State.Executions.Where(execution => execution.Status == ExecutionStatus.Running
                && State.Bookmarks.Exists(bookmark => bookmark.ExecutionId == execution.Id)).ToList())
                if (Workflow.Find(execution.NodeId) is { } node) node.Activity.Cancel(new BurstContext(this, node, execution));
        State.Status = InstanceStatus.Finished;
        State.SubStatus = subStatus;
        State.FinishedAt = Environment.Now;
        State.Bookmarks.Clear();
        State.Scheduled.Clear();
        work.Clear();
    }

    internal void FinishInstance(BurstContext context)
    {
        if (failed)
        {
            FinishAfterRetry(context);
            return;
        }
        State.Executions.Remove(context.Execution);
        context.Execution.Status = ExecutionStatus.Completed;
        Record(JournalEvents.Completed, context.Execution, context.Node);
        End(InstanceSubStatus.Finished);
    }

    internal void Complete(BurstContext context, IReadOnlyList<string> outcomes)
    {
        var (execution, node) = (context.Execution, context.Node);
        if (execution.Status != ExecutionStatus.Running || State.IsFinished) return;
        CancelChildren(execution);
        execution.Status = ExecutionStatus.Completed;
        State.Bookmarks.RemoveAll(bookmark => bookmark.ExecutionId == execution.Id);
        State.Executions.Remove(execution);
        Record(JournalEvents.Completed, execution, node, inputs: execution.Inputs, outputs: context.Outputs, outcomes: outcomes);
        if (State.FindExecution(execution.ParentId) is not { } parent || node.Parent is not { } parentNode) return;
        var owner = new BurstContext(this, parentNode, parent) { CompletedChild = execution };
        Guard(owner, () => parentNode.Activity.ChildCompleted(owner, node, outcomes));
    }

    internal void CancelChildren(ActivityExecution parent)
    {
        foreach (var child in State.Executions.Where(candidate => candidate.ParentId == parent.Id).ToList()) CancelExecution(child);
        if (work.Any(item => item.OwnerId == parent.Id))
        {
            var rest = work.Where(item => item.OwnerId != parent.Id).ToList();
            work.Clear();
            foreach (var item in rest) work.Enqueue(item);
        }
    }

    internal void CancelExecution(ActivityExecution execution)
    {
        CancelChildren(execution);
        if (!State.Executions.Remove(execution) || Workflow.Find(execution.NodeId) is not { } node) return;
        if (execution.Status == ExecutionStatus.Running) node.Activity.Cancel(new BurstContext(this, node, execution));
        execution.Status = ExecutionStatus.Canceled;
        State.Bookmarks.RemoveAll(bookmark => bookmark.ExecutionId == execution.Id);
        Record(JournalEvents.Canceled, execution, node);
    }

    internal void Schedule(BurstContext owner, ActivityNode node, Dictionary<string, JsonNode?>? variables) =>
        work.Enqueue(new ScheduledActivity(node.NodeId, owner.Execution.Id, (owner.CompletedChild ?? owner.Execution).Id, variables,
            (owner.CompletedChild ?? owner.Execution).Depth + 1));

    internal bool HasScheduled(ActivityExecution owner) => work.Any(item => item.OwnerId == owner.Id);

    internal void Emit(ActivityNode node, Command command)
    {
        commands.Add(command);
        askedBy.Add(node.NodeId);
    }

    internal string NewId(ActivityExecution execution, ActivityNode node)
    {
        var id = Environment.Ids.Next(execution.Id, node.NodeId);
        ids.Add(id);
        return id;
    }

    /// <summary>A record is read once a burst: whoever asks again sees the same, with what the burst itself has asked to change.</summary>
    internal JsonNode? Read(string kind, string id)
    {
        var read = reads.Find(read => read.Kind == kind && read.Id == id);
        if (read is null) reads.Add(read = new RecordRead(kind, id, Environment.Records.Read(kind, id)));
        if (read.Value is not JsonObject record || !commands.Exists(command => command.Changes(kind, id))) return read.Value;
        var changed = (JsonObject)record.DeepClone();
        foreach (var command in commands)
            if (command.Changes(kind, id)) command.Preview(changed);
        return changed;
    }

    /// <summary>Runs a child workflow's first burst inside of this one; both are committed together.</summary>
    internal BurstResult RunChild(string id, CompiledWorkflow workflow, Dictionary<string, JsonNode?> input, string? correlationId,
        string? parentBookmarkId)
    {
        if (nesting >= MaximumChildNesting)
            throw new ActivityException($"Workflows start each other more than {MaximumChildNesting} levels deep.");
        var result = Start(workflow, id, new Stimulus.Start(input), Environment, correlationId, null, State.Id, parentBookmarkId,
            nesting + 1);
        children.Add(result);
        return result;
    }

    internal void Record(string eventName, ActivityExecution execution, ActivityNode node, string? message = null, JsonObject? inputs = null,
        JsonObject? outputs = null, IReadOnlyList<string>? outcomes = null) =>
        journal.Add(new JournalEntry
        {
            Sequence = State.JournalSequence++,
            Event = eventName,
            ExecutionId = execution.Id,
            NodeId = node.NodeId,
            ParentExecutionId = eventName == JournalEvents.Started ? execution.ParentId : null,
            ScheduledBy = eventName == JournalEvents.Started ? execution.ScheduledBy : null,
            Depth = eventName == JournalEvents.Started ? execution.Depth : 0,
            Message = message,
            Inputs = inputs is { Count: > 0 } ? (JsonObject)inputs.DeepClone() : null,
            Outputs = outputs is { Count: > 0 } ? outputs : null,
            Outcomes = outcomes is null or ["Done"] ? null : outcomes,
        });
}
