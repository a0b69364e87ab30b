using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Notices;

/// <summary>What people were told on Today and have not seen, as matters for messages.</summary>
public static class NoticeMatters
{
    /// <param name="people">Null: everybody.</param>
    public static IEnumerable<Matter> Of(ProcessDatabase database, IReadOnlyCollection<string>? people)
    {
        var notices = database.Notices.AsNoTracking().Where(notice => notice.SeenAt == null);
        if (people is not null) notices = notices.Where(notice => people.Contains(notice.UserId));
        foreach (var notice in notices.ToList())
            yield return new(notice.UserId, $"notice:{notice.Id}", KindOf(notice.Kind),
                $"{NoticeWords.Bilingual(notice.Kind)}: {notice.About}", notice.At)
            {
                Text = notice.Text,
                Address = notice.Address,
                Record = notice.Address,
                IsUrgent = IsUrgent(notice.Kind),
            };
    }

    static MatterKind KindOf(NoticeKind kind) => kind switch
    {
        NoticeKind.WorkTakenOver or NoticeKind.LeaveSet or NoticeKind.StandInBegins or NoticeKind.StandInEnds or NoticeKind.AreYouThere
            or NoticeKind.IsSomebodyAway or NoticeKind.BackAgain => MatterKind.HandedOver,
        NoticeKind.TimeRunsOut => MatterKind.Late,
        NoticeKind.WorkflowStopped or NoticeKind.RecordStopped or NoticeKind.WorkflowCancelled or NoticeKind.StepMentioned
            or NoticeKind.StepAnswered => MatterKind.Workflow,
        NoticeKind.BackupFailed => MatterKind.Server,
        NoticeKind.SecondFactorOn or NoticeKind.SecondFactorOff or NoticeKind.SecondFactorReset or NoticeKind.RecoveryCodeUsed
            or NoticeKind.WrongCodes => MatterKind.SignIn,
        _ => MatterKind.ApprovalAnswer,
    };

    /// <summary>Somebody can do something about it now, or has waited for it.</summary>
    static bool IsUrgent(NoticeKind kind) => kind is NoticeKind.ApprovalGranted or NoticeKind.ApprovalRejected or NoticeKind.ApprovalReturned
        or NoticeKind.WorkflowStopped or NoticeKind.BackupFailed or NoticeKind.TimeRunsOut or NoticeKind.ApprovalPaused
        or NoticeKind.ApprovalBroughtIn or NoticeKind.ApprovalAskedAgain or NoticeKind.ApprovalNudged
        or NoticeKind.StandInBegins or NoticeKind.AreYouThere or NoticeKind.IsSomebodyAway
        or NoticeKind.SecondFactorOn or NoticeKind.SecondFactorOff or NoticeKind.SecondFactorReset or NoticeKind.RecoveryCodeUsed
        or NoticeKind.WrongCodes;
}
