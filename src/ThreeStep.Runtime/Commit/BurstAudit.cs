using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Commit;

/// <summary>What people do to running workflows stands in the audit log, in the transaction of the burst itself.</summary>
static class BurstAudit
{
    /// <summary>Whether a person did something to the instance, or it was interrupted.</summary>
    public static bool IsRemarkable(BurstResult burst) =>
        burst.Stimulus is Stimulus.Cancel or Stimulus.Retry or Stimulus.Alter or Stimulus.SetVariables || HasNewIncidents(burst);

    /// <summary>Somebody cancelled the instance, or an activity of it failed.</summary>
    public static bool IsInterruption(BurstResult burst) => burst.CancelledBy is { By: not null } or { Reason: not null } || HasNewIncidents(burst);

    static bool HasNewIncidents(BurstResult burst) => burst.State.Incidents.Count > 0 && burst.State.Incidents[^1].At == burst.Now;

    public static void Write(Transaction transaction, BurstResult burst)
    {
        var id = burst.State.Id;
        switch (burst.Stimulus)
        {
            case Stimulus.Cancel cancel:
                transaction.Audit(cancel.By, WorkflowAudit.Cancelled, id,
                    $"{burst.State.DefinitionId} v{burst.State.DefinitionVersion}{(cancel.Reason is { } reason ? $": {reason}" : "")}");
                break;
            case Stimulus.Retry retry:
                transaction.Audit(retry.By, WorkflowAudit.Retried, id, burst.State.DefinitionId);
                break;
            case Stimulus.SetVariables set:
                transaction.Audit(set.By, WorkflowAudit.VariablesChanged, id, string.Join(", ", set.Values.Keys));
                break;
            // One that failed has changed nothing.
            case Stimulus.Alter alter when burst.Journal.Any(entry => entry.Event == JournalEvents.Altered):
                var why = alter.Reason is { } reasonGiven ? $": {reasonGiven}" : "";
                foreach (var alteration in alter.Alterations)
                    transaction.Audit(alter.By, WordOf(alteration), id, DetailOf(alteration, burst.State) + why);
                break;
        }
    }

    static string WordOf(Alteration alteration) => alteration switch
    {
        Alteration.Cancel => WorkflowAudit.Cancelled,
        Alteration.Migrate => WorkflowAudit.Migrated,
        Alteration.ModifyVariable => WorkflowAudit.VariablesChanged,
        _ => WorkflowAudit.Altered,
    };

    static string DetailOf(Alteration alteration, InstanceState state) => alteration switch
    {
        Alteration.Migrate migrate => $"{state.DefinitionId} → v{migrate.TargetVersion}",
        Alteration.ModifyVariable modified => modified.VariableId,
        Alteration.ScheduleActivity scheduled => $"run {scheduled.ActivityId ?? scheduled.ActivityInstanceId}",
        Alteration.Skip skipped => $"skip {skipped.ActivityId}",
        Alteration.CancelActivity given => $"give up {given.ActivityId ?? given.ActivityInstanceId}",
        _ => state.DefinitionId,
    };
}
