using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

// What has failed: how it is kept, tried again and given up.
public sealed partial class Burst
{
    internal void Fault(BurstContext context, Exception error)
    {
        var (execution, node) = (context.Execution, context.Node);
        execution.Status = ExecutionStatus.Faulted;
        for (var owner = execution; owner is not null; owner = State.FindExecution(owner.ParentId)) owner.FaultCount++;
        State.Bookmarks.RemoveAll(bookmark => bookmark.ExecutionId == execution.Id);
        if (error is not WordedException) unforeseen.Add(error);
        var words = error is WordedException { Words: var said } ? said : Unforeseen;
        AddIncident(node, words, KindOf(error), error as ExpressionException);
        Record(JournalEvents.Faulted, execution, node, message: words.ToString(), inputs: execution.Inputs);
        if (Workflow.Definition.IncidentStrategy == IncidentStrategy.Fault) failed = true;
    }

    void AddIncident(ActivityNode node, Message words, string kind, ExpressionException? expression = null) =>
        State.Incidents.Add(new Incident(node.Id, node.NodeId, node.TypeName, words.ToString(), kind, Environment.Now, expression?.Property,
            expression?.Line, words));

    /// <summary>In a word that process owners can make something of.</summary>
    static string KindOf(Exception error) => error switch
    {
        ExpressionException => "Expression",
        WorkflowFaultException => "Fault",
        WordedException => "Refused",
        _ => "Unforeseen",
    };

    void EndAsFaulted()
    {
        State.Status = InstanceStatus.Finished;
        State.SubStatus = InstanceSubStatus.Faulted;
        State.Scheduled.AddRange(work);
        work.Clear();
    }

    /// <summary>An instance that has failed is not finished by another branch: that one waits until the failed step was tried again.</summary>
    void FinishAfterRetry(BurstContext context)
    {
        if (context.Execution.ParentId is not { } owner) return;
        State.Executions.Remove(context.Execution);
        State.Scheduled.Add(new ScheduledActivity(context.Node.NodeId, owner, context.Execution.ScheduledBy, Depth: context.Execution.Depth));
    }

    bool Retry(Stimulus.Retry retry)
    {
        if (State.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled) return false;
        bool Wanted(string activityId) => retry.ActivityIds is not { Count: > 0 } ids || ids.Contains(activityId);
        var faulted = State.Executions.Where(execution => execution.Status == ExecutionStatus.Faulted
            && Wanted(Workflow.Find(execution.NodeId)?.Id ?? "")).ToList();
        if (faulted.Count == 0 && State.SubStatus != InstanceSubStatus.Faulted) return false;
        State.Incidents.RemoveAll(incident => Wanted(incident.ActivityId) || incident.NodeId == Workflow.Root.NodeId);
        foreach (var execution in faulted)
        {
            State.Executions.Remove(execution);
            State.Bookmarks.RemoveAll(bookmark => bookmark.ExecutionId == execution.Id);
            ForgetFault(execution);
            work.Enqueue(new ScheduledActivity(execution.NodeId, execution.ParentId ?? "", execution.ScheduledBy, execution.Variables,
                execution.Depth));
        }
        Reopen();
        return true;
    }

    void GiveUp(ActivityExecution execution)
    {
        CancelExecution(execution);
        ForgetFault(execution);
    }

    /// <summary>What has failed is no incident any more, and holds nothing up.</summary>
    void ForgetFault(ActivityExecution execution)
    {
        if (execution.FaultCount == 0) return;
        State.Incidents.RemoveAll(incident => incident.NodeId == execution.NodeId);
        for (var owner = State.FindExecution(execution.ParentId); owner is not null; owner = State.FindExecution(owner.ParentId))
            owner.FaultCount -= execution.FaultCount;
        execution.FaultCount = 0;
    }

    /// <summary>A faulted instance goes on with what it had left, and hears the answers that came meanwhile.</summary>
    void Reopen()
    {
        State.Status = InstanceStatus.Running;
        State.FinishedAt = null;
        // The calendar may have changed while nothing reached it.
        Recount();
        foreach (var item in State.Scheduled) work.Enqueue(item);
        State.Scheduled.Clear();
        var undelivered = State.Undelivered.ToList();
        State.Undelivered.Clear();
        foreach (var stimulus in undelivered)
            if (State.Bookmarks.Find(candidate => candidate.Id == stimulus.TargetBookmarkId()) is { } bookmark) Resume(bookmark, stimulus);
    }
}
