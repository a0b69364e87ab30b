using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Layout;

namespace ThreeStep.Web.Today;

/// <summary>What waits for one person.</summary>
static class Waiting
{
    /// <summary>Open tasks of one's own and those nobody has whom one's role could do, but what is put off.</summary>
    /// <param name="now">UTC.</param>
    public static IQueryable<WorkTask> Tasks(ProcessDatabase database, Reader reader, DateTimeOffset now)
    {
        var role = reader.User?.Role.ToString();
        return database.Tasks.Where(task => task.Status == WorkTaskStatus.Open
            && (task.AssigneeId == reader.Id || (task.AssigneeId == null && task.Role == role))
            && (task.SnoozedUntil == null || task.SnoozedUntil <= now));
    }

    /// <summary>What this person was told and has not seen.</summary>
    public static IQueryable<Notice> Notices(ProcessDatabase database, string userId) =>
        database.Notices.Where(notice => notice.UserId == userId && notice.SeenAt == null);

    /// <summary>Approvals this person has not answered yet.</summary>
    public static IQueryable<ApprovalRequest> Approvals(ProcessDatabase database, string userId) =>
        database.Approvals.Where(request => request.Status == ApprovalStatus.Pending
            && request.Steps.Any(step => step.ApproverId == userId && step.Decision == null));
}
