using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Telemetry;

namespace ThreeStep.Orders.Figures;

/// <summary>How much waits for people, for the systems that watch the server.</summary>
static class PeopleGauges
{
    public static readonly IReadOnlyList<TableGauge> All =
    [
        new("threestep.tasks.open", "{task}", "Tasks that nobody has done yet",
            (database, _) => database.Tasks.Count(task => task.Status == WorkTaskStatus.Open)),
        new("threestep.tasks.overdue", "{task}", "Open tasks whose time is over",
            (database, now) => database.Tasks.Count(task => task.Status == WorkTaskStatus.Open && task.DueAt < now)),
        new("threestep.approvals.pending", "{question}", "Questions that wait for an answer",
            (database, _) => database.Approvals.Count(request => request.Status == ApprovalStatus.Pending)),
    ];
}
