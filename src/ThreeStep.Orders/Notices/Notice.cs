using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Notices;

/// <summary>
/// Something a person is told, with nothing to do about it but to know it: on Today until they have seen it, and by mail. Times are UTC.
/// </summary>
public sealed class Notice
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required NoticeKind Kind { get; init; }
    /// <summary>What it is about, as that is called.</summary>
    public required string About { get; init; }
    /// <summary>What somebody said about it, or what happened; null where the kind says all.</summary>
    public Message? Text { get; init; }
    /// <summary>The page that shows it.</summary>
    public string? Address { get; init; }
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Tells somebody, by mail too where they have an address.</summary>
    public static void Add(Change change, string userId, NoticeKind kind, string about, Message? text, string? address)
    {
        if (change.Database.Users.Find(userId) is not { IsActive: true } person) return;
        var notice = new Notice { Id = change.NewId(), UserId = userId, Kind = kind, About = about, Text = text, Address = address, At = change.Now };
        change.Database.Notices.Add(notice);
        if (person.Email is { Length: > 0 } mail)
            change.Transaction.Send(notice.Id, "mail", mail,
                new OutgoingMessage($"{NoticeWords.Bilingual(kind)}: {about}",
                $"{NoticeWords.Bilingual(kind)}: {about}\n\n{NoticeWords.Bilingual(text)}\n{address}".Trim()));
    }
}

public enum NoticeKind
{
    ApprovalReplaced, ApprovalWithdrawn, WorkflowStopped, RecordStopped, WorkflowCancelled, WorkTakenOver, ApprovalGranted,
    ApprovalRejected, ApprovalReturned, BackupFailed
}

/// <summary>What kinds of notices are called in a mail, which is in both languages.</summary>
public static class NoticeWords
{
    static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>A line in each language, or one where they are the same.</summary>
    public static string Bilingual(Message? text) =>
        text is null ? "" : string.Join('\n', new[] { ActivityTexts.In(Chinese, text), text.ToString() }.Distinct());

    public static string Bilingual(NoticeKind kind) => kind switch
    {
        NoticeKind.ApprovalReplaced => "审批条件已变，请看新的请求 · The terms have changed, they are asked anew",
        NoticeKind.ApprovalWithdrawn => "审批已撤回 · The approval was withdrawn",
        NoticeKind.WorkflowStopped => "流程在一个步骤停住了 · A workflow has stopped at a step",
        NoticeKind.RecordStopped => "流程暂时停住了，流程负责人已收到通知，什么都没有丢 · The process stands still, its owners are told, nothing is lost",
        NoticeKind.WorkflowCancelled => "流程已被取消 · A workflow was cancelled",
        NoticeKind.WorkTakenOver => "您接手了工作 · You take over work",
        NoticeKind.ApprovalGranted => "审批已通过 · Approved",
        NoticeKind.ApprovalRejected => "审批被拒绝 · Rejected",
        NoticeKind.ApprovalReturned => "审批被退回，请修改 · Sent back, please rework",
        NoticeKind.BackupFailed => "昨夜的备份没有成功 · The nightly backup failed",
        _ => kind.ToString(),
    };
}

/// <summary>Notices in the database.</summary>
public static class NoticeTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Notice> Notices => database.Set<Notice>();
    }

    internal static void Configure(ModelBuilder model) => model.Entity<Notice>(table =>
    {
        table.ToTable("notices");
        table.HasIndex(notice => notice.UserId).HasFilter("seen_at IS NULL");
    });
}
