using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Texts;

namespace ThreeStep.Web.Accounts;

/// <summary>Something that happened at a customer, of whatever kind.</summary>
/// <param name="At">UTC.</param>
/// <param name="What">What it was.</param>
/// <param name="Text">What was said or noted.</param>
/// <param name="ByUserId">Who did it; null for the customer or a workflow.</param>
public sealed record TimelineEntry(DateTimeOffset At, Message What, string? Text, string? ByUserId, string AccountId, string? Address, TimelineMood Mood = TimelineMood.Neutral);

public enum TimelineMood { Neutral, Good, Bad }

/// <summary>One line of time over all departments: touches, deals, approvals, tasks, leads, cases, deliveries.</summary>
static class Timeline
{
    /// <summary>The latest entries before a moment, newest first, of one account or of all accounts in a query.</summary>
    /// <param name="accountIds">A query of account ids; who asks sees to it that the reader may see them.</param>
    /// <param name="before">UTC.</param>
    /// <param name="since">UTC; nothing older.</param>
    public static IReadOnlyList<TimelineEntry> Read(ProcessDatabase database, IQueryable<string> accountIds, DateTimeOffset before, DateTimeOffset since, int count)
    {
        var entries = new List<TimelineEntry>();
        entries.AddRange(database.Interactions.Where(row => accountIds.Contains(row.AccountId!) && row.At < before && row.At >= since).OrderByDescending(row => row.At).Take(count).AsEnumerable()
            .Select(row => new TimelineEntry(row.At, $"{row.Kind} ({row.Direction})", Joined(row.Note, row.NextStep), row.ByUserId, row.AccountId!, row.DealId is null ? null : $"/deals/{row.DealId}", row.Direction == InteractionDirection.Inbound ? TimelineMood.Good : TimelineMood.Neutral)));
        var deals = database.Deals.Where(row => accountIds.Contains(row.AccountId!) && (row.CreatedAt < before && row.CreatedAt >= since || row.StageSince < before && row.StageSince >= since)).OrderByDescending(row => row.StageSince).Take(count).ToList();
        entries.AddRange(deals.Where(row => row.CreatedAt < before && row.CreatedAt >= since).Select(row => new TimelineEntry(row.CreatedAt, "New deal", Bilingual.Said(row.Name), row.OwnerId, row.AccountId!, $"/deals/{row.Id}")));
        entries.AddRange(deals.Where(row => row.StageSince > row.CreatedAt && row.StageSince < before && row.StageSince >= since).Select(row => new TimelineEntry(row.StageSince, $"Deal is now {row.Stage}", Joined(Bilingual.Said(row.Name), row.Stage == Stage.Lost ? row.LostReason : null), row.OwnerId, row.AccountId!, $"/deals/{row.Id}",
            row.Stage switch { Stage.Won => TimelineMood.Good, Stage.Lost => TimelineMood.Bad, _ => TimelineMood.Neutral })));
        var approvals = database.Approvals.Include(row => row.Steps).Where(row => accountIds.Contains(row.AccountId!) && (row.CreatedAt < before && row.CreatedAt >= since || row.DecidedAt < before && row.DecidedAt >= since)).OrderByDescending(row => row.CreatedAt).Take(count).ToList();
        entries.AddRange(approvals.Where(row => row.CreatedAt < before && row.CreatedAt >= since).Select(row => new TimelineEntry(row.CreatedAt, "Approval asked for", Bilingual.Said(row.Title), row.RequestedById, row.AccountId!, $"/approvals/{row.Id}")));
        entries.AddRange(approvals.Where(row => row.DecidedAt is { } at && at < before && at >= since).Select(row => new TimelineEntry(row.DecidedAt!.Value, $"Approval: {row.Status}", row.Steps.Where(step => step.DecidedAt is not null).MaxBy(step => step.DecidedAt)?.Comment, row.Steps.Where(step => step.DecidedAt is not null).MaxBy(step => step.DecidedAt)?.ApproverId, row.AccountId!, $"/approvals/{row.Id}",
            row.Status switch { ApprovalStatus.Approved => TimelineMood.Good, ApprovalStatus.Rejected => TimelineMood.Bad, _ => TimelineMood.Neutral })));
        entries.AddRange(database.Tasks.Where(row => accountIds.Contains(row.AccountId!) && (row.Status == WorkTaskStatus.Done || row.Status == WorkTaskStatus.Skipped) && row.ClosedAt < before && row.ClosedAt >= since).OrderByDescending(row => row.ClosedAt).Take(count).AsEnumerable()
            .Select(row => new TimelineEntry(row.ClosedAt!.Value, $"Task: {row.Status}", Joined(Bilingual.Said(row.Title), row.Note), row.ClosedById, row.AccountId!, row.DealId is null ? null : $"/deals/{row.DealId}")));
        var cases = database.Cases.Where(row => accountIds.Contains(row.AccountId!) && (row.ReceivedAt < before && row.ReceivedAt >= since || row.ClosedAt < before && row.ClosedAt >= since)).OrderByDescending(row => row.ReceivedAt).Take(count).ToList();
        entries.AddRange(cases.Where(row => row.ReceivedAt < before && row.ReceivedAt >= since).Select(row => new TimelineEntry(row.ReceivedAt, $"{row.Kind} received", Bilingual.Said(row.Title), null, row.AccountId!, $"/cases/{row.Id}", row.Kind == Orders.Service.CaseKind.Complaint ? TimelineMood.Bad : TimelineMood.Neutral)));
        entries.AddRange(cases.Where(row => row.ClosedAt is { } at && at < before && at >= since).Select(row => new TimelineEntry(row.ClosedAt!.Value, $"{row.Kind} closed", Joined(Bilingual.Said(row.Title), row.Resolution), row.OwnerId, row.AccountId!, $"/cases/{row.Id}", TimelineMood.Good)));
        entries.AddRange(database.Leads.Where(row => accountIds.Contains(row.AccountId!) && row.CreatedAt < before && row.CreatedAt >= since).OrderByDescending(row => row.CreatedAt).Take(count).AsEnumerable()
            .Select(row => new TimelineEntry(row.CreatedAt, "Lead", Bilingual.Said(row.CompanyName), row.OwnerId, row.AccountId!, $"/leads/{row.Id}")));
        entries.AddRange(database.Deliveries.Where(row => accountIds.Contains(row.AccountId!) && row.DeliveredAt < before && row.DeliveredAt >= since).OrderByDescending(row => row.DeliveredAt).Take(count).AsEnumerable()
            .Select(row => new TimelineEntry(row.DeliveredAt!.Value, row.Status == DeliveryStatus.Late ? "Delivered late" : "Delivered on time", null, null, row.AccountId!, $"/deals/{row.DealId}", row.Status == DeliveryStatus.Late ? TimelineMood.Bad : TimelineMood.Good)));
        return entries.OrderByDescending(entry => entry.At).Take(count).ToList();
    }

    static string? Joined(string? first, string? second) => string.Join(" → ", new[] { Bilingual.Said(first), Bilingual.Said(second) }.Where(text => text.Length > 0)) is { Length: > 0 } text ? text : null;
}
