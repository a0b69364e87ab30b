using ThreeStep.Orders.People;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Approvals;

/// <summary>Who may answer, and what the answers amount to. Source: RULES, "Approvals".</summary>
public static class ApprovalRules
{
    /// <summary>
    /// What the answers so far amount to. The first no or return decides; with a quorum, when it cannot be reached any more. All and Sequential need
    /// every yes, Any one, Quorum so many. Null: still open.
    /// </summary>
    public static ApprovalStatus? Outcome(ApprovalRequest request)
    {
        var asked = Asked(request).ToList();
        var approved = asked.Count(step => IsYes(request, step));
        var needed = request.Mode == ApprovalMode.Any ? 1 : request.RequiredApprovals;
        var refused = request.Mode != ApprovalMode.Quorum ? request.Steps : asked.SelectMany(step => With(request, step));
        var noes = refused.Where(step => step.Decision is ApprovalDecision.Reject or ApprovalDecision.Return).ToList();
        var isHopeless = request.Mode != ApprovalMode.Quorum ? noes.Count > 0
            : asked.Count(step => !With(request, step).Any(noes.Contains)) < needed && approved < needed;
        if (isHopeless)
            return noes.Exists(step => step.Decision == ApprovalDecision.Reject) ? ApprovalStatus.Rejected : ApprovalStatus.Returned;
        return approved >= needed ? ApprovalStatus.Approved : null;
    }

    static IEnumerable<ApprovalStep> Asked(ApprovalRequest request) => request.Steps.Where(step => step.Place == StepPlace.Asked);

    static IEnumerable<ApprovalStep> Of(ApprovalRequest request, ApprovalStep step) => request.Steps.Where(other => other.OfStepId == step.Id);

    /// <summary>A step and whoever was brought in beside it.</summary>
    static IEnumerable<ApprovalStep> With(ApprovalRequest request, ApprovalStep step) =>
        Of(request, step).SelectMany(other => With(request, other)).Prepend(step);

    /// <summary>A yes counts with those of whom its giver has brought in; who was asked because time went by says it for them.</summary>
    static bool IsYes(ApprovalRequest request, ApprovalStep step) =>
        step.Decision == ApprovalDecision.Approve
            && Of(request, step).Where(other => other.Place != StepPlace.Instead).All(other => IsYes(request, other))
        || Of(request, step).Any(other => other.Place == StepPlace.Instead && IsYes(request, other));

    /// <summary>Whether it is this step's turn: everybody before it has said yes.</summary>
    public static bool IsTurn(ApprovalRequest request, ApprovalStep step) =>
        Of(request, step).Where(other => other.Place == StepPlace.Before).All(other => IsYes(request, other)) && HasCome(request, step);

    /// <summary>As <see cref="IsTurn"/>, for those whom the step's own approver has put before themselves, too.</summary>
    static bool HasCome(ApprovalRequest request, ApprovalStep step)
    {
        if (request.Steps.Find(other => other.Id == step.OfStepId) is { } place)
            return HasCome(request, place) && (step.Place != StepPlace.After || place.Decision == ApprovalDecision.Approve);
        return request.Mode != ApprovalMode.Sequential
            || Asked(request).Where(other => other.Order < step.Order).All(other => IsYes(request, other));
    }

    /// <summary>
    /// A step and all that comes after it: with one after the other those asked later, and whoever was brought in beside one of them.
    /// </summary>
    public static IEnumerable<ApprovalStep> From(ApprovalRequest request, ApprovalStep step)
    {
        var first = step;
        while (request.Steps.Find(other => other.Id == first.OfStepId) is { } place) first = place;
        var later = request.Mode == ApprovalMode.Sequential ? Asked(request).Where(other => other.Order > first.Order) : [];
        // What was said before the step's own turn still stands.
        return With(request, step).Where(other => other == step || other.Place != StepPlace.Before)
            .Concat(first == step ? [] : [first]).Concat(later.SelectMany(other => With(request, other))).Distinct();
    }

    /// <summary>The steps whose answer is waited for now.</summary>
    public static IEnumerable<ApprovalStep> Waiting(ApprovalRequest request) => request.Status != ApprovalStatus.Pending ? []
        : request.Steps.Where(step => step.Decision is null && IsTurn(request, step)).OrderBy(step => step.Order);

    /// <summary>Whether somebody is asked, or has answered for somebody who was away: nobody answers a question twice.</summary>
    public static bool HasPart(ApprovalRequest request, string userId) =>
        request.Steps.Exists(step => step.ApproverId == userId || step.DecidedById == userId);

    /// <summary>Why this person cannot answer now; null when they can.</summary>
    /// <param name="ownerId">The owner of the deal or campaign, who may never answer.</param>
    /// <param name="nameOf">What a person is called.</param>
    public static Message? Refusal(ApprovalRequest request, string userId, string? ownerId, Func<string, string>? nameOf = null)
    {
        if (userId == ownerId || userId == request.RequestedById) return TheirOwn(request);
        if (request.Status != ApprovalStatus.Pending)
        {
            var last = request.Steps.Where(step => step.DecidedAt is not null).MaxBy(step => step.DecidedAt);
            return last is null ? Closed(request)
                : $"{nameOf?.Invoke(last.ApproverId) ?? last.ApproverId} was faster: {request.Status} at {request.DecidedAt:yyyy-MM-dd HH:mm zzz}.";
        }
        if (request.Steps.Find(step => step.ApproverId == userId) is not { } own) return "Only those who were asked can answer.";
        if (own.Decision is not null) return $"Already answered at {own.DecidedAt:yyyy-MM-dd HH:mm zzz}.";
        return IsTurn(request, own) ? null : "Somebody before you has not answered yet.";
    }

    /// <summary>Whether somebody of this role may be given another's part: a manager; where a workflow is published, also a process owner.</summary>
    public static bool IsOneWhoApproves(ApprovalRequest request, Role role) =>
        role is Role.Manager or Role.Admin || request.Kind == ApprovalKind.Publishing && role == Role.ProcessOwner;

    /// <summary>That somebody has asked for it, or owns what it is about.</summary>
    public static Message TheirOwn(ApprovalRequest request) =>
        request.Kind == ApprovalKind.Deal ? "Nobody approves their own deal." : "Nobody approves what they ask for themselves.";

    /// <summary>That nobody can answer any more.</summary>
    public static Message Closed(ApprovalRequest request) =>
        $"The approval is no longer open: {request.Status} at {request.DecidedAt:yyyy-MM-dd HH:mm zzz}.";

    /// <summary>Why this person cannot give the question on to another; null when they can.</summary>
    /// <param name="ownerId">The owner of the deal or campaign, who may never answer.</param>
    public static Message? TransferRefusal(ApprovalRequest request, string userId, User target, string? ownerId, Func<string, string>? nameOf = null)
    {
        if (Refusal(request, userId, ownerId, nameOf) is { } refusal) return refusal;
        if (target.Id == ownerId || target.Id == request.RequestedById) return TheirOwn(request);
        if (!target.IsActive || !IsOneWhoApproves(request, target.Role)) return "An approval is given on to a manager.";
        return HasPart(request, target.Id) ? "This person is asked already." : null;
    }

    /// <summary>Why this person cannot bring in another (加签); null when they can.</summary>
    /// <param name="ownerId">The owner of the deal or campaign, who may never answer.</param>
    public static Message? AddRefusal(ApprovalRequest request, string userId, User target, string? ownerId, Func<string, string>? nameOf = null)
    {
        if (Refusal(request, userId, ownerId, nameOf) is { } refusal) return refusal;
        if (target.Id == ownerId || target.Id == request.RequestedById) return TheirOwn(request);
        if (!target.IsActive) return "This person has left.";
        return HasPart(request, target.Id) ? "This person is asked already." : null;
    }
}
