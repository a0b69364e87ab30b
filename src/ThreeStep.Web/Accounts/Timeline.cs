using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Forms;
using ThreeStep.Web.Texts;

namespace ThreeStep.Web.Accounts;

/// <summary>Something that happened at a customer, of whatever kind.</summary>
/// <param name="At">UTC.</param>
/// <param name="What">What it was.</param>
/// <param name="Text">What was said or noted.</param>
/// <param name="ByUserId">Who did it; null for the customer or a workflow.</param>
public sealed record TimelineEntry(DateTimeOffset At, Message What, string? Text, string? ByUserId, string AccountId, string? Address,
    TimelineMood Mood = TimelineMood.Neutral);

public enum TimelineMood { Neutral, Good, Bad }

/// <summary>One line of time over all departments: touches, deals, approvals, tasks, leads, cases, deliveries.</summary>
static class Timeline
{
    /// <summary>The latest entries before a moment, newest first, of one account or of all accounts in a query.</summary>
    /// <param name="accountIds">A query of account ids; who asks sees to it that the reader may see them.</param>
    /// <param name="before">UTC.</param>
    /// <param name="since">UTC; nothing older.</param>
    /// <param name="dealId">Of this deal only.</param>
    public static async Task<IReadOnlyList<TimelineEntry>> Read(ProcessDatabase database, IQueryable<string> accountIds, DateTimeOffset before,
        DateTimeOffset since, int count, CancellationToken token, string? dealId = null)
    {
        var entries = new List<TimelineEntry>();
        entries.AddRange((await database.Interactions.Where(row => accountIds.Contains(row.AccountId!) && (dealId == null || row.DealId == dealId)
            && row.At < before && row.At >= since).OrderByDescending(row => row.At).Take(count).ToListAsync(token))
            .Select(row =>
                new TimelineEntry(row.At, $"{row.Kind} ({row.Direction})", Joined(row.Note, row.NextStep), row.ByUserId, row.AccountId!,
                row.DealId is null ? null : $"/deals/{row.DealId}",
                row.Direction == InteractionDirection.Inbound ? TimelineMood.Good : TimelineMood.Neutral)));
        var deals = await database.Deals.Where(row => accountIds.Contains(row.AccountId!) && (dealId == null || row.Id == dealId)
            && (row.CreatedAt < before && row.CreatedAt >= since || row.StageSince < before && row.StageSince >= since))
            .OrderByDescending(row => row.StageSince).Take(count).ToListAsync(token);
        entries.AddRange(deals.Where(row => row.CreatedAt < before && row.CreatedAt >= since)
            .Select(row => new TimelineEntry(row.CreatedAt, "New deal", Bilingual.Said(row.Name), row.OwnerId, row.AccountId!, $"/deals/{row.Id}")));
        entries.AddRange(deals.Where(row => row.StageSince > row.CreatedAt && row.StageSince < before && row.StageSince >= since)
            .Select(row =>
            new TimelineEntry(row.StageSince, $"Deal is now {row.Stage}",
            Joined(Bilingual.Said(row.Name), row.Stage == Stage.Lost ? row.LostReason : null), row.OwnerId, row.AccountId!, $"/deals/{row.Id}",
            row.Stage switch { Stage.Won => TimelineMood.Good, Stage.Lost => TimelineMood.Bad, _ => TimelineMood.Neutral })));
        var approvals = await database.Approvals.Include(row => row.Steps)
            .Where(row => accountIds.Contains(row.AccountId!) && (dealId == null || row.DealId == dealId)
            && (row.CreatedAt < before && row.CreatedAt >= since || row.DecidedAt < before && row.DecidedAt >= since))
            .OrderByDescending(row => row.CreatedAt).Take(count).ToListAsync(token);
        entries.AddRange(approvals.Where(row => row.CreatedAt < before && row.CreatedAt >= since)
            .Select(row =>
            new TimelineEntry(row.CreatedAt, "Approval asked for", Bilingual.Said(row.Title), row.RequestedById, row.AccountId!,
            $"/approvals/{row.Id}")));
        entries.AddRange(approvals.Where(row => row.DecidedAt is { } at && at < before && at >= since)
            .Select(row =>
            new TimelineEntry(row.DecidedAt!.Value, $"Approval: {row.Status}",
            row.Steps.Where(step => step.DecidedAt is not null).MaxBy(step => step.DecidedAt)?.Comment,
            row.Steps.Where(step => step.DecidedAt is not null).MaxBy(step => step.DecidedAt)?.ApproverId, row.AccountId!, $"/approvals/{row.Id}",
            row.Status switch
            {
                ApprovalStatus.Approved => TimelineMood.Good,
                ApprovalStatus.Rejected => TimelineMood.Bad,
                _ =>
                TimelineMood.Neutral
            })));
        entries.AddRange((await database.Tasks.Where(row => accountIds.Contains(row.AccountId!) && (dealId == null || row.DealId == dealId)
            && (row.Status == WorkTaskStatus.Done || row.Status == WorkTaskStatus.Skipped) && row.ClosedAt < before && row.ClosedAt >= since)
            .OrderByDescending(row => row.ClosedAt).Take(count).ToListAsync(token))
            .Select(row =>
                new TimelineEntry(row.ClosedAt!.Value, $"Task: {row.Status}", Joined(AnswerWords.WithTitle(row), row.Note), row.ClosedById,
                row.AccountId!, row.Answers is not null ? $"/tasks/{row.Id}" : row.DealId is null ? null : $"/deals/{row.DealId}")));
        var cases = await database.Cases.Where(row => accountIds.Contains(row.AccountId!) && (dealId == null || row.DealId == dealId)
            && (row.ReceivedAt < before && row.ReceivedAt >= since || row.ClosedAt < before && row.ClosedAt >= since))
            .OrderByDescending(row => row.ReceivedAt).Take(count).ToListAsync(token);
        entries.AddRange(cases.Where(row => row.ReceivedAt < before && row.ReceivedAt >= since)
            .Select(row =>
            new TimelineEntry(row.ReceivedAt, $"{row.Kind} received", Bilingual.Said(row.Title), null, row.AccountId!, $"/cases/{row.Id}",
            row.Kind == Orders.Service.CaseKind.Complaint ? TimelineMood.Bad : TimelineMood.Neutral)));
        entries.AddRange(cases.Where(row => row.ClosedAt is { } at && at < before && at >= since)
            .Select(row =>
            new TimelineEntry(row.ClosedAt!.Value, $"{row.Kind} closed", Joined(Bilingual.Said(row.Title), row.Resolution), row.OwnerId,
            row.AccountId!, $"/cases/{row.Id}", TimelineMood.Good)));
        entries.AddRange((await database.Leads.Where(row => dealId == null && accountIds.Contains(row.AccountId!) && row.CreatedAt < before
            && row.CreatedAt >= since).OrderByDescending(row => row.CreatedAt).Take(count).ToListAsync(token))
            .Select(row =>
                new TimelineEntry(row.CreatedAt, "Lead", Bilingual.Said(row.CompanyName), row.OwnerId, row.AccountId!, $"/leads/{row.Id}")));
        entries.AddRange((await database.Deliveries.Where(row => accountIds.Contains(row.AccountId!) && (dealId == null || row.DealId == dealId)
            && row.DeliveredAt < before && row.DeliveredAt >= since).OrderByDescending(row => row.DeliveredAt).Take(count).ToListAsync(token))
            .Select(row =>
                new TimelineEntry(row.DeliveredAt!.Value, row.Status == DeliveryStatus.Late ? "Delivered late" : "Delivered on time", null, null,
                row.AccountId!, $"/deals/{row.DealId}", row.Status == DeliveryStatus.Late ? TimelineMood.Bad : TimelineMood.Good)));
        entries.AddRange(await HandOvers(database, accountIds, before, since, count, dealId, token));
        return entries.OrderByDescending(entry => entry.At).Take(count).ToList();
    }

    /// <summary>Accounts and deals that went from one person to another.</summary>
    static async Task<List<TimelineEntry>> HandOvers(ProcessDatabase database, IQueryable<string> accountIds, DateTimeOffset before,
        DateTimeOffset since, int count, string? dealId, CancellationToken token)
    {
        var lines = database.Audit.Where(row => row.Action == nameof(AuditAction.HandedOver) && row.At < before && row.At >= since);
        var ofAccounts = lines.Where(row => dealId == null && accountIds.Contains(row.Subject!))
            .Select(row => new { Row = row, AccountId = row.Subject!, DealId = (string?)null });
        var deals = database.Deals.Where(deal => accountIds.Contains(deal.AccountId!) && (dealId == null || deal.Id == dealId));
        var ofDeals = lines.Join(deals, row => row.Subject, deal => deal.Id, (row, deal) =>
            new { Row = row, AccountId = deal.AccountId!, DealId = (string?)deal.Id });
        var found = await ofAccounts.OrderByDescending(line => line.Row.At).Take(count).ToListAsync(token);
        found.AddRange(await ofDeals.OrderByDescending(line => line.Row.At).Take(count).ToListAsync(token));
        if (found.Count == 0) return [];
        var names = await database.Users.Select(user => new { user.Id, user.Name })
            .ToDictionaryAsync(user => user.Id, user => Bilingual.Said(user.Name), token);
        return found.Select(line =>
            new TimelineEntry(line.Row.At, line.DealId is null ? "Customer handed over" : "Deal handed over", Named(line.Row.Detail, names),
            line.Row.UserId, line.AccountId,
            line.DealId is null ? null : $"/deals/{line.DealId}")).ToList();
    }

    /// <summary>From whom to whom, by their names.</summary>
    static string Named(string? detail, Dictionary<string, string> names) =>
        string.Join(" → ", (detail ?? "").Split(" → ").Select(id => id.Length == 0 ? "–" : names.GetValueOrDefault(id, id)));

    static string? Joined(string? first, string? second) =>
        string.Join(" → ", new[] { Bilingual.Said(first), Bilingual.Said(second) }.Where(text => text.Length > 0)) is { Length: > 0 } text ? text
        : null;
}
