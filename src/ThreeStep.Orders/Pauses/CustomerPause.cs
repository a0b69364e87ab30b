using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Pauses;

/// <summary>A workflow waits for the customer: the clocks of the case or the deal stand still until then, or until a time (UTC).</summary>
/// <param name="Reason">The step that says so.</param>
public sealed record PauseForCustomerCommand(string? CaseId, string? DealId, DateTimeOffset Until, string Reason) : Command
{
    internal static void CarryOut(Change change, PauseForCustomerCommand command)
    {
        if (command.Until <= change.Now) return;
        if (Running(change, command.CaseId, command.DealId) is { } running)
        {
            if (running.To >= command.Until) return;
            running.To = command.Until;
        }
        else
            change.Database.ClockPauses.Add(new ClockPause
            {
                Id = change.NewId(),
                CaseId = command.CaseId,
                DealId = command.CaseId is null ? command.DealId : null,
                From = change.Now,
                To = command.Until,
                Reason = command.Reason,
                InstanceId = change.By.InstanceId,
            });
        PausedClocks.Follow(change, PausedClocks.Of(change, command.CaseId, command.CaseId is null ? command.DealId : null));
    }

    internal static ClockPause? Running(Change change, string? caseId, string? dealId)
    {
        var id = change.Database.ClockPauses.Where(pause => pause.To > change.Now && pause.InstanceId == change.By.InstanceId
            && ((caseId != null && pause.CaseId == caseId) || (caseId == null && pause.DealId == dealId))).Select(pause => pause.Id).FirstOrDefault();
        return id is null ? null : change.Database.ClockPauses.Find(id);
    }
}

/// <summary>The workflow does not wait for the customer any more.</summary>
public sealed record ResumeForCustomerCommand(string? CaseId, string? DealId) : Command
{
    internal static void CarryOut(Change change, ResumeForCustomerCommand command)
    {
        if (PauseForCustomerCommand.Running(change, command.CaseId, command.DealId) is not { } pause) return;
        pause.To = change.Now;
        PausedClocks.Follow(change, PausedClocks.Of(change, pause));
    }
}
