using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Pauses;

/// <summary>A clock runs on before its pause is over: somebody has answered.</summary>
public static class ResumeClock
{
    /// <summary>Ends the pause of the task itself, or that of its case or deal.</summary>
    public static ClockPause OfTask(Change change, string taskId)
    {
        var task = change.OpenTask(taskId);
        return End(change, pause => pause.ClockId == taskId || (task.CaseId != null && pause.CaseId == task.CaseId)
            || (task.DealId != null && pause.DealId == task.DealId));
    }

    /// <summary>Those who are asked, and whoever asked, may let it run on.</summary>
    /// <param name="byUserId">On whose behalf the server's key acts; a person acts for themselves.</param>
    public static ClockPause OfApproval(Change change, string id, string? byUserId = null)
    {
        var request = AnswerApproval.Find(change, id);
        var person = change.By.UserId ?? byUserId;
        if (person != request.RequestedById && person != AnswerApproval.OwnerOf(change, request)
            && (person is null || ApprovalParts.Of(change, request, person) is var part && !request.Steps.Exists(step => step.ApproverId == part)))
            throw RefusalException.Forbidden("Only those who were asked, and whoever asked, can do this.");
        return End(change, pause => pause.ClockId == id);
    }

    public static ClockPause OfCase(Change change, string caseId)
    {
        PauseClock.Case(change, caseId);
        return End(change, pause => pause.CaseId == caseId);
    }

    /// <summary>The customer has answered about a case or a deal: whatever waited for that runs on.</summary>
    internal static void CustomerAnswered(Change change, string? caseId, string? dealId)
    {
        if (caseId is null && dealId is null) return;
        var clocks = PausedClocks.Of(change, caseId, dealId);
        var ids = clocks.Select(clock => clock.Id).ToList();
        var pauses = change.Database.ClockPauses.Where(pause => pause.To > change.Now && (ids.Contains(pause.ClockId!)
            || (caseId != null && pause.CaseId == caseId) || (dealId != null && pause.DealId == dealId))).Select(pause => pause.Id).ToList();
        if (pauses.Count == 0) return;
        foreach (var id in pauses) End(change, change.Database.ClockPauses.Find(id)!);
        PausedClocks.Follow(change, clocks);
    }

    static ClockPause End(Change change, System.Linq.Expressions.Expression<Func<ClockPause, bool>> wanted)
    {
        if (change.Database.ClockPauses.Where(wanted).Where(pause => pause.To > change.Now).Select(pause => pause.Id).FirstOrDefault() is not { } id)
            throw RefusalException.Conflict("It is not paused.", "status");
        var pause = change.Database.ClockPauses.Find(id)!;
        End(change, pause);
        PausedClocks.Follow(change, PausedClocks.Of(change, pause));
        return pause;
    }

    static void End(Change change, ClockPause pause) => (pause.To, pause.ResumedById) = (change.Now, change.By.UserId);
}
