using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// An answer by the link of a mail, without signing in. It is the answer of the link's person, with all the rules of any answer; the link only
/// stands for their sign-in, for this one question and once.
/// </summary>
public static class AnswerByMail
{
    /// <exception cref="RefusalException">The link cannot be used, or as for any answer.</exception>
    public static ApprovalRequest Apply(Change change, AnswerLink link, ApprovalDecision decision, string? comment, string? reasonCode)
    {
        if (change.By.UserId != link.UserId) throw RefusalException.Forbidden(OfAnother);
        if (Refusal(change.Database, link, change.Now) is { } refusal) throw RefusalException.Forbidden(refusal);
        return AnswerApproval.Apply(change, link.RequestId, link.UserId, decision, comment, reasonCode);
    }

    /// <summary>Said of a link to whoever is not its person.</summary>
    public static Message OfAnother => "This link was sent to somebody else. Only they can answer by it.";

    /// <summary>Said of what is no link, or of one that its person has lost.</summary>
    public static Message NoLink => "This link does not work any more. Sign in to answer.";

    /// <summary>Whether the company lets people answer from mails.</summary>
    public static bool IsAllowed(ProcessDatabase database) => database.Companies.Any(company => company.AllowsMailAnswers);

    /// <summary>
    /// Why a link cannot be used now, without a word about what is asked; null when it can. Whether its person may answer is another question, see
    /// <see cref="WhyNot"/>.
    /// </summary>
    public static Message? Refusal(ProcessDatabase database, AnswerLink link, DateTimeOffset now)
    {
        if (!IsAllowed(database)) return "Approvals are not answered by mail here. Sign in to answer.";
        if (database.Approvals.Any(request => request.Id == link.RequestId && request.Kind == ApprovalKind.Publishing)) return NoLink;
        if (database.Users.Find(link.UserId) is not { IsActive: true } person || person.Email != link.Mail) return NoLink;
        if (now >= link.Until) return $"This link was good until {link.Until:yyyy-MM-dd HH:mm zzz}. Sign in to answer.";
        var used = database.ApprovalEvents.Where(happened => happened.RequestId == link.RequestId && happened.ById == link.UserId
            && happened.Kind == ApprovalEventKind.Answered).Select(happened => happened.At).ToList().Where(at => at >= link.At).ToList();
        if (used.Count == 0) return null;
        return $"You have answered already, at {used.Max():yyyy-MM-dd HH:mm zzz}. A link is good for one answer.";
    }

    /// <summary>Why the link's person may not answer as things stand; null when they may.</summary>
    public static Message? WhyNot(ProcessDatabase database, AnswerLink link, ApprovalRequest request, IApprovalSubject? subject)
    {
        var people = database.Users.ToDictionary(user => user.Id);
        var part = ApprovalParts.Of(request, link.UserId, subject?.OwnerId, database.StandIns(), people);
        return AnswerApproval.Outdated(request, subject, part)
            ?? ApprovalRules.Refusal(request, part, subject?.OwnerId, id => people.GetValueOrDefault(id)?.Name ?? id);
    }
}
