using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Staff;

/// <summary>Looks for people who are away and forgot to say so: not seen at work for a while, though work waits for them.</summary>
public static class Missing
{
    /// <summary>So long somebody is taken to be away until they are seen again or somebody says otherwise.</summary>
    const int AssumedDays = 30;

    /// <summary>Does what is due about everybody who is missed.</summary>
    /// <returns>When to look again (UTC); null while nobody is to be looked for.</returns>
    public static DateTimeOffset? Look(Change change)
    {
        if (change.Database.Companies.Find(Company.TheId)?.MissedAfter is not { Length: > 0 } after) return null;
        // What comes up after this look is not forgotten sooner than that.
        var next = change.Calendars.Of(null, change.Database).When(new WorkingTime(change.Now, after));
        var waiting = WaitingSince(change);
        var (standIns, people) = (change.Database.StandIns(), change.Database.Users.Where(user => user.IsActive).ToDictionary(user => user.Id));
        foreach (var presence in change.Database.Presences.AsTracking().ToList())
        {
            if (!people.TryGetValue(presence.UserId, out var person) || standIns.IsAway(person.Id)
                || !waiting.TryGetValue(person.Id, out var since)) continue;
            if (presence.SeenAt > since) since = presence.SeenAt;
            var calendar = change.Calendars.Of(CalendarName.OfPerson(person.Id), change.Database);
            for (var isDue = true; isDue;)
            {
                var (step, share) = AskingAfterRules.Next(presence.AskedAt >= since, presence.ManagerAskedAt >= since);
                var at = calendar.When(new WorkingTime(since, after, Share: share));
                // Each step leaves the time before the next one, also after an outage.
                var before = step == AskingAfter.Manager ? presence.AskedAt : presence.ManagerAskedAt;
                if (step != AskingAfter.Person) at = Latest(at, calendar.When(new WorkingTime(before!.Value, after, Share: 0.5)));
                isDue = at <= change.Now && Do(change, step, presence, person);
                if (!isDue && at > change.Now && at < next) next = at;
            }
        }
        return next;
    }

    static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    /// <returns>True when another step may follow.</returns>
    static bool Do(Change change, AskingAfter step, Presence presence, User person)
    {
        switch (step)
        {
            case AskingAfter.Person:
                presence.AskedAt = change.Now;
                Notice.Add(change, person.Id, NoticeKind.AreYouThere, person.Name, null, "/leave");
                return true;
            case AskingAfter.Manager:
                presence.ManagerAskedAt = change.Now;
                foreach (var manager in Above(change, person))
                    Notice.Add(change, manager, NoticeKind.IsSomebodyAway, person.Name, null, $"/leave?user={person.Id}");
                return true;
            default:
                StandIn(change, person);
                return false;
        }
    }

    /// <summary>The manager; an administrator where there is none.</summary>
    static List<string> Above(Change change, User person) =>
        person.ManagerId is { } manager && change.Database.Users.Find(manager) is { IsActive: true } ? [manager]
            : change.Database.Users.Where(user => user.IsActive && user.Role == Role.Admin && user.Id != person.Id).Select(user => user.Id).ToList();

    /// <summary>The last substitute stands in again, else the manager.</summary>
    static void StandIn(Change change, User person)
    {
        var last = change.Database.Leaves.Where(leave => leave.UserId == person.Id && leave.SubstituteId != null)
            .OrderByDescending(leave => leave.SetAt).Select(leave => leave.SubstituteId).FirstOrDefault();
        var substitute = new[] { last }.Concat(Above(change, person)).OfType<string>()
            .FirstOrDefault(id => id != person.Id && change.Database.Users.Find(id) is { IsActive: true });
        if (substitute is null) return;
        var zone = CompanyDays.Zone(change.Calendars.Of(CalendarName.OfPerson(person.Id), change.Database).Zone);
        var today = CompanyDays.Of(change.Now, zone);
        // A leave that is planned for later takes over from there.
        var planned = change.Database.Leaves.Where(leave => leave.UserId == person.Id && leave.State == LeaveState.Planned)
            .OrderBy(leave => leave.StartsAt).Select(leave => (DateOnly?)leave.From).FirstOrDefault();
        var last30 = today.AddDays(AssumedDays - 1);
        SetLeave.Begin(change, new Leave
        {
            Id = change.NewId(),
            UserId = person.Id,
            From = today,
            To = planned?.AddDays(-1) is { } before && before < last30 ? before : last30,
            StartsAt = change.Now,
            EndsAt = CompanyDays.Start((planned?.AddDays(-1) is { } day && day < last30 ? day : last30).AddDays(1), zone),
            SubstituteId = substitute,
            IsAssumed = true,
            SetById = change.By.UserId,
            SetAt = change.Now,
        });
    }

    /// <summary>Since when something waits for each: an approval whose turn is theirs, a task not put off that does not stand still.</summary>
    static Dictionary<string, DateTimeOffset> WaitingSince(Change change)
    {
        var tasks = change.Database.Tasks.Where(task => task.Status == WorkTaskStatus.Open && task.AssigneeId != null && !task.IsHeld
                && task.Kind == WorkTaskKind.Task && (task.SnoozedUntil == null || task.SnoozedUntil <= change.Now)
                && (task.PausedUntil == null || task.PausedUntil <= change.Now))
            .GroupBy(task => task.AssigneeId!).Select(group => new { Id = group.Key, Since = group.Min(task => task.CreatedAt) }).ToList();
        var waiting = tasks.ToDictionary(row => row.Id, row => row.Since);
        foreach (var request in change.Database.Approvals.Include(row => row.Steps).Where(row => row.Status == ApprovalStatus.Pending).ToList())
            foreach (var step in ApprovalRules.Waiting(request))
                if (!waiting.TryGetValue(step.ApproverId, out var since) || request.CreatedAt < since) waiting[step.ApproverId] = request.CreatedAt;
        return waiting;
    }
}
