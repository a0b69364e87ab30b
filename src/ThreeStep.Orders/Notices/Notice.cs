using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Notices;

/// <summary>
/// Something a person is told, with nothing to do about it but to know it: on Today until they have seen it, and by message. Times are UTC.
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

    /// <summary>Tells somebody: on Today, and as their choices for messages say.</summary>
    public static void Add(Change change, string userId, NoticeKind kind, string about, Message? text, string? address)
    {
        if (change.Database.Users.Find(userId) is not { IsActive: true }) return;
        change.Database.Notices.Add(
            new Notice { Id = change.NewId(), UserId = userId, Kind = kind, About = about, Text = text, Address = address, At = change.Now });
    }
}

public enum NoticeKind
{
    ApprovalReplaced, ApprovalWithdrawn, WorkflowStopped, RecordStopped, WorkflowCancelled, WorkTakenOver, ApprovalGranted,
    ApprovalRejected, ApprovalReturned, BackupFailed, ApprovalBroughtIn, ApprovalAskedAgain, ApprovalNudged, ApprovalCopied, ApprovalMentioned,
    TimeRunsOut, ApprovalPaused, AnsweredForYou, LeaveSet, StandInBegins, StandInEnds, AreYouThere, IsSomebodyAway, BackAgain, NotPublished,
    SecondFactorOn, SecondFactorOff, SecondFactorReset, RecoveryCodeUsed, WrongCodes, StepMentioned, StepAnswered
}

/// <summary>What kinds of notices are called in messages, in both languages beside each other; a reader is told their half.</summary>
public static class NoticeWords
{
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
        NoticeKind.ApprovalBroughtIn => "请您一起审批 · You are asked for your yes, too",
        NoticeKind.ApprovalAskedAgain => "审批退回给您，请再次答复 · Sent back to you, please answer again",
        NoticeKind.ApprovalNudged => "催办：请尽快答复 · You are asked to answer soon",
        NoticeKind.ApprovalCopied => "抄送给您 · For your information",
        NoticeKind.ApprovalMentioned => "有人在审批中提到您 · Somebody has mentioned you",
        NoticeKind.BackupFailed => "昨夜的备份没有成功 · The nightly backup failed",
        NoticeKind.TimeRunsOut => "时限将到 · Time is running out",
        NoticeKind.ApprovalPaused => "审批计时已暂停，请补充 · The approval waits for your answer",
        NoticeKind.AnsweredForYou => "已代您审批 · Answered for you",
        NoticeKind.LeaveSet => "请假已登记 · A leave was set",
        NoticeKind.StandInBegins => "由您代班 · You stand in",
        NoticeKind.StandInEnds => "代班结束 · You need not stand in any more",
        NoticeKind.AreYouThere => "有工作在等您：您不在吗？ · Work waits for you: are you away?",
        NoticeKind.IsSomebodyAway => "有人没有出现，工作在等 · Somebody has not been seen while work waits",
        NoticeKind.BackAgain => "已回来，工作已交还 · Back again, the work is theirs again",
        NoticeKind.SecondFactorOn => "您的登录现在需要验证码 · Your sign-in asks for a code now",
        NoticeKind.SecondFactorOff => "您的登录不再需要验证码 · Your sign-in asks for no code any more",
        NoticeKind.SecondFactorReset => "您的两步验证已被移除 · Your second factor was removed",
        NoticeKind.RecoveryCodeUsed => "有人用您的恢复码登录 · One of your recovery codes was used",
        NoticeKind.WrongCodes => "有人知道您的密码，但验证码不对 · Somebody knows your password and gave wrong codes",
        NoticeKind.NotPublished => "已同意，但没有发布 · Agreed to, but not published",
        NoticeKind.StepMentioned => "有人在流程步骤的评论中提到您 · Somebody has mentioned you at a step of a workflow",
        NoticeKind.StepAnswered => "流程步骤的评论有新回复 · An answer at a step of a workflow",
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
