using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Accounts;
using ThreeStep.Web.Forms;
using ThreeStep.Web.Texts;

namespace ThreeStep.Web.Service;

/// <summary>What happened in one case, newest first.</summary>
static class CaseHistory
{
    const int Longest = 50;

    public static async Task<IReadOnlyList<TimelineEntry>> Read(ProcessDatabase database, ServiceCase item, CancellationToken token)
    {
        var account = item.AccountId ?? "";
        var touches = (await database.Interactions.Where(row => row.CaseId == item.Id)
            .OrderByDescending(row => row.At).Take(Longest).ToListAsync(token))
            .Select(row =>
                new TimelineEntry(row.At, $"{row.Kind} ({row.Direction})", Bilingual.Said(row.Note), row.ByUserId, account, null,
                row.Direction == InteractionDirection.Inbound ? TimelineMood.Good : TimelineMood.Neutral));
        var done = (await database.Tasks
            .Where(row => row.CaseId == item.Id && (row.Status == WorkTaskStatus.Done || row.Status == WorkTaskStatus.Skipped))
            .OrderByDescending(row => row.ClosedAt).Take(Longest).ToListAsync(token))
            .Select(row => new TimelineEntry(row.ClosedAt!.Value, $"Task: {row.Status}", AnswerWords.WithTitle(row), row.ClosedById, account,
                row.Answers is null ? null : $"/tasks/{row.Id}"));
        var pauses = (await database.ClockPauses.Where(row => row.CaseId == item.Id)
            .OrderByDescending(row => row.From).Take(Longest).ToListAsync(token))
            .Select(row => new TimelineEntry(row.From, "The clock stands still", Bilingual.Said(row.Reason), row.ById, account, null));
        return touches.Concat(done).Concat(pauses).Append(new TimelineEntry(item.ReceivedAt, $"{item.Kind} received", null, null, account, null))
            .OrderByDescending(entry => entry.At).Take(Longest).ToList();
    }
}
