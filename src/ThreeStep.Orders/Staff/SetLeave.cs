using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;

namespace ThreeStep.Orders.Staff;

/// <summary>Who is away, from when to when, and who stands in.</summary>
public sealed record LeaveInput
{
    /// <summary>Whoever sets it, unless told.</summary>
    public string? UserId { get; init; }
    public DateOnly? From { get; init; }
    /// <summary>The last day away.</summary>
    public DateOnly? To { get; init; }
    /// <summary>For all that is not named apart.</summary>
    public string? SubstituteId { get; init; }
    /// <summary>For one kind of work.</summary>
    public IReadOnlyDictionary<WorkKind, string>? SubstituteIds { get; init; }
    public string? Reason { get; init; }
}

/// <summary>Somebody will be away: said by themselves, by a manager above them, or by an administrator.</summary>
public static class SetLeave
{
    /// <summary>Longer is no leave: others take over.</summary>
    const int LongestDays = 366;

    public static Leave Apply(Change change, LeaveInput input)
    {
        var userId = input.UserId ?? change.By.UserId ?? throw RefusalException.Invalid("userId", "Who is away?");
        change.RequireUser(userId, "userId");
        RequireAccess(change, userId);
        var (from, to) = Days(change, userId, input);
        var calendar = change.Calendars.Of(CalendarName.OfPerson(userId), change.Database);
        var zone = CompanyDays.Zone(calendar.Zone);
        var leave = new Leave
        {
            Id = change.NewId(),
            UserId = userId,
            From = from,
            To = to,
            StartsAt = CompanyDays.Start(from, zone),
            EndsAt = CompanyDays.Start(to.AddDays(1), zone),
            SubstituteId = Requirements.Chosen(input.SubstituteId),
            SubstituteIds = input.SubstituteIds?.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary() ?? [],
            Reason = TextField.Line(input.Reason, "reason"),
            SetById = change.By.UserId,
            SetAt = change.Now,
        };
        Check(change, leave);
        return Begin(change, leave);
    }

    /// <summary>Keeps it; what it concerns follows, and whom it concerns is told.</summary>
    internal static Leave Begin(Change change, Leave leave)
    {
        if (change.Database.Leaves.Where(other => other.UserId == leave.UserId
            && (other.State == LeaveState.Planned || other.State == LeaveState.Running)).ToList()
            .Find(other => other.From <= leave.To && leave.From <= other.To) is { } known)
            throw RefusalException.Conflict($"There is a leave already from {known.From:yyyy-MM-dd} to {known.To:yyyy-MM-dd}. End that one first.", "from");
        leave.State = leave.StartsAt <= change.Now ? LeaveState.Running : LeaveState.Planned;
        change.Database.Leaves.Add(leave);
        change.Audit(AuditAction.LeaveSet, leave.UserId, $"{leave.From:yyyy-MM-dd} {leave.To:yyyy-MM-dd} {leave.SubstituteId}");
        change.Database.SaveChanges();
        if (leave.IsUncovered) DueTimes.Recount(change);
        LeaveNews.Set(change, leave);
        return leave;
    }

    /// <exception cref="RefusalException">It is neither their own leave nor that of somebody below them.</exception>
    internal static void RequireAccess(Change change, string userId)
    {
        if (change.By.UserId is null || change.By.UserId == userId || change.By.Is(Role.Admin)) return;
        if (!change.By.Is(Role.Manager) || !change.Access.Leads(userId))
            throw RefusalException.Forbidden("Somebody's leave is set by themselves, by their manager or by an administrator.");
    }

    static (DateOnly From, DateOnly To) Days(Change change, string userId, LeaveInput input)
    {
        var zone = CompanyDays.Zone(change.Calendars.Of(CalendarName.OfPerson(userId), change.Database).Zone);
        var from = DayField.Of(input.From, "from") ?? throw RefusalException.Invalid("from", "From which day on?");
        var to = DayField.Of(input.To, "to") ?? throw RefusalException.Invalid("to", "To which day?");
        // What was due in the past stays due: a leave does not excuse it afterwards.
        if (from < CompanyDays.Of(change.Now, zone)) throw RefusalException.Invalid("from", "A leave begins today or later.");
        if (to < from) throw RefusalException.Invalid("to", "The last day lies before the first.");
        if (to.DayNumber - from.DayNumber >= LongestDays)
            throw RefusalException.Invalid("to", "A leave lasts a year at most. For longer, others take over.");
        return (from, to);
    }

    static void Check(Change change, Leave leave)
    {
        foreach (var (field, id) in leave.SubstituteIds.Select(pair => ($"substituteIds.{pair.Key}", pair.Value))
            .Prepend(("substituteId", leave.SubstituteId ?? "")).Where(pair => pair.Item2.Length > 0))
        {
            change.RequireUser(id, field);
            if (id == leave.UserId) throw RefusalException.Invalid(field, "Somebody else stands in.");
        }
        if (leave.SubstituteIds.GetValueOrDefault(WorkKind.Approvals) is { } approver
            && change.Database.Users.Find(approver) is not { Role: Role.Manager or Role.Admin })
            throw RefusalException.Invalid($"substituteIds.{WorkKind.Approvals}", "Approvals are answered by a manager.");
    }
}
