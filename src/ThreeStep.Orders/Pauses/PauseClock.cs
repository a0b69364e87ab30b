using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Pauses;

/// <summary>Somebody lets a clock stand still and says why and how long: the customer, or whoever asked, must answer first.</summary>
public static class PauseClock
{
    /// <summary>Whoever must answer cannot put their own deadline off for ever.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    /// <summary>All pauses of one approval together.</summary>
    public static readonly Duration LongestOfApproval = Duration.OfWorkingDays(5);

    /// <summary>The clock of a task; who may answer the task may pause it.</summary>
    /// <param name="until">UTC; an answer ends the pause earlier.</param>
    public static ClockPause OfTask(Change change, string taskId, string? reason, DateTimeOffset? until)
    {
        var task = change.OpenTask(taskId);
        return Begin(change, RunningClock(change, task.Id), reason, until);
    }

    /// <summary>
    /// The clock of an approval: those who are asked may pause it while whoever asked owes them an answer, for five working days in all. Whoever
    /// asked is told, and may let it run on.
    /// </summary>
    /// <param name="byUserId">On whose behalf the server's key acts; a person acts for themselves.</param>
    /// <inheritdoc cref="OfTask"/>
    public static ClockPause OfApproval(Change change, string id, string? reason, DateTimeOffset? until, string? byUserId = null)
    {
        var request = AnswerApproval.Find(change, id);
        if (request.Status != ApprovalStatus.Pending) throw RefusalException.Conflict(ApprovalRules.Closed(request), "status");
        var person = change.By.UserId ?? byUserId;
        var part = person is null ? null : ApprovalParts.Of(change, request, person);
        if (!request.Steps.Exists(step => step.ApproverId == part && step.Decision is null))
            throw RefusalException.Forbidden("Only those who were asked can pause its clock.");
        var clock = RunningClock(change, id);
        var calendar = change.Calendars.Of(null, change.Database);
        var before = SlaClocks.PausesOf(change.Database, clock).Sum(pause => calendar.Between(pause.From, pause.To).Ticks);
        var limit = calendar.Between(change.Now, calendar.Add(change.Now, LongestOfApproval));
        if (until > change.Now && TimeSpan.FromTicks(before) + calendar.Between(change.Now, until.Value) > limit)
            throw RefusalException.Invalid("until", "All pauses of an approval last five working days at most.");
        var pause = Begin(change, clock, reason, until);
        if (request.RequestedById is { } asker && asker != person)
            Notice.Add(change, asker, NoticeKind.ApprovalPaused, request.Title, pause.Reason, Addresses.Approval(id));
        return pause;
    }

    /// <summary>All clocks of a case and of its tasks, those too that begin meanwhile.</summary>
    /// <inheritdoc cref="OfTask"/>
    public static ClockPause OfCase(Change change, string caseId, string? reason, DateTimeOffset? until)
    {
        var item = Case(change, caseId);
        if (item.Status == CaseStatus.Closed) throw RefusalException.Conflict("The case is closed.", "status");
        RefuseTwice(change, change.Database.ClockPauses.Where(pause => pause.CaseId == caseId));
        var pause = Pause(change, reason, until, caseId: caseId);
        change.Database.ClockPauses.Add(pause);
        PausedClocks.Follow(change, PausedClocks.Of(change, caseId, null));
        return pause;
    }

    internal static ServiceCase Case(Change change, string caseId) =>
        change.Access.Cases(change.Database).FirstOrDefault(row => row.Id == caseId) ?? throw RefusalException.NotFound("case", caseId);

    /// <exception cref="RefusalException">It has no clock, or its time is over.</exception>
    static SlaClock RunningClock(Change change, string id)
    {
        if (change.Database.Clocks.Find(id) is not { EndedAt: null } clock) throw RefusalException.Conflict("There is no clock that runs.", "status");
        if (clock.DueAt <= change.Now) throw RefusalException.Conflict("Its time is over already: there is nothing left to pause.", "status");
        return clock;
    }

    static ClockPause Begin(Change change, SlaClock clock, string? reason, DateTimeOffset? until)
    {
        RefuseTwice(change, change.Database.ClockPauses.Where(pause => pause.ClockId == clock.Id));
        var pause = Pause(change, reason, until, clockId: clock.Id);
        change.Database.ClockPauses.Add(pause);
        PausedClocks.Follow(change, [clock]);
        return pause;
    }

    static void RefuseTwice(Change change, IQueryable<ClockPause> pauses)
    {
        if (pauses.FirstOrDefault(pause => pause.To > change.Now) is { } running)
            throw RefusalException.Conflict($"It is paused already, until {running.To:yyyy-MM-dd HH:mm zzz}.", "status");
    }

    static ClockPause Pause(Change change, string? reason, DateTimeOffset? until, string? clockId = null, string? caseId = null)
    {
        if (until is null || until <= change.Now) throw RefusalException.Invalid("until", "Until when? Give a time to come.");
        if (until > change.Now + Longest) throw RefusalException.Invalid("until", "A pause lasts 60 days at most.");
        return new()
        {
            Id = change.NewId(),
            ClockId = clockId,
            CaseId = caseId,
            From = change.Now,
            To = DayField.Moment(until, "until")!.Value,
            Reason = TextField.Required(reason, "reason", "Why does the clock stand still? Whom does it wait for?", TextField.LongestLine),
            ById = change.By.UserId,
        };
    }
}
