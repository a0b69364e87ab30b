using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Layout;

namespace ThreeStep.Web.Today;

/// <summary>What waits for one person.</summary>
static class Waiting
{
    /// <summary>
    /// Open tasks of one's own, those of people for whom one stands in, and those nobody has whom one's role could do, but what is put off.
    /// </summary>
    /// <param name="now">UTC.</param>
    public static async Task<IQueryable<WorkTask>> Tasks(ProcessDatabase database, Reader reader, RecordAccess access, DateTimeOffset now,
        CancellationToken token)
    {
        var role = reader.User?.Role.ToString();
        // Each part has its index: a question within the question would look at every task there is.
        List<string> stoodIn = !access.StandIns.Away.Any() ? []
            : await access.StoodIn(database).Where(task => task.Status == WorkTaskStatus.Open).Select(task => task.Id).ToListAsync(token);
        return database.Tasks.Where(task => task.Status == WorkTaskStatus.Open
            && (task.AssigneeId == reader.Id || (task.AssigneeId == null && task.Role == role) || stoodIn.Contains(task.Id))
            && (task.SnoozedUntil == null || task.SnoozedUntil <= now));
    }

    /// <summary>What this person was told and has not seen.</summary>
    public static IQueryable<Notice> Notices(ProcessDatabase database, string userId) =>
        database.Notices.Where(notice => notice.UserId == userId && notice.SeenAt == null);
}
