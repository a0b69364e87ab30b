using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Tasks;

/// <summary>
/// Open tasks as matters for messages: to whom they are given, or to everybody whose role may do them. Who is away is left in peace; who stands in is
/// told.
/// </summary>
public static class TaskMatters
{
    /// <summary>What is to be done so soon after it was given cannot wait for a digest.</summary>
    static readonly TimeSpan ShortTime = TimeSpan.FromHours(8);

    public static IEnumerable<Matter> Of(ProcessDatabase database, IReadOnlyCollection<User> people)
    {
        var ids = people.Select(person => person.Id).ToList();
        var byRole = people.ToLookup(person => person.Role.ToString(), person => person.Id);
        var roles = byRole.Select(group => group.Key).ToList();
        var standIns = database.StandIns();
        var concerned = ids.Concat(standIns.Away).ToHashSet();
        var open = database.Tasks.AsNoTracking().Where(task => task.Status == WorkTaskStatus.Open && !task.IsHeld);
        // Two questions, because one with an or would look at every task there ever was.
        foreach (var task in open.Where(task => concerned.Contains(task.AssigneeId!)).ToList()
            .Concat(open.Where(task => task.AssigneeId == null && task.Role != null && roles.Contains(task.Role)).ToList()))
            foreach (var person in task.AssigneeId is { } assignee ? Does(task, assignee).Where(ids.Contains) : byRole[task.Role!])
            {
                var first = First(task, person);
                yield return first;
                if (task.DueAt is { } due && task.Kind is WorkTaskKind.Task or WorkTaskKind.Call)
                    yield return first with
                    {
                        Key = $"{first.Key}:late",
                        Kind = MatterKind.Late,
                        Since = due > first.Since ? due : first.Since,
                        Again = first.Key,
                        IsUrgent = false,
                    };
            }

        IEnumerable<string> Does(WorkTask task, string assignee) => !standIns.IsAway(assignee) ? [assignee]
            : standIns.For(assignee, TaskAccess.KindOf(task)) is { } other ? [other] : [];
    }

    static Matter First(WorkTask task, string person) => new(person, $"task:{task.Id}", KindOf(task.Kind), task.Title,
        task.SnoozedUntil > task.CreatedAt ? task.SnoozedUntil.Value : task.CreatedAt)
    {
        Text = task.GivenBackBecause ?? task.Description,
        Why = task.Reason,
        // Whoever is asked for something comes to where it is asked.
        Address = task.Form is null ? TaskAddress.Of(task) ?? "/" : Addresses.Task(task.Id),
        Facts = task.Form?.Where(field => field.Required || field.OnlyIf is null).Select(field => $"请填写 · To fill in: {field.Name}").ToList() ?? [],
        Record = task.DealId ?? task.CaseId ?? task.LeadId ?? task.AccountId ?? task.Id,
        DueAt = task.DueAt,
        IsUrgent = task.AssigneeId is not null && (task.Kind == WorkTaskKind.Escalation
            || task.Kind is WorkTaskKind.Task or WorkTaskKind.Call && task.DueAt - task.CreatedAt <= ShortTime),
    };

    static MatterKind KindOf(WorkTaskKind kind) => kind switch
    {
        WorkTaskKind.Reminder => MatterKind.Reminder,
        WorkTaskKind.Escalation => MatterKind.Escalation,
        _ => MatterKind.Task,
    };
}
