using ThreeStep.Orders.People;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Approvals;

/// <summary>Who must say yes to a deal's terms, and what their answers amount to. Source: RULES, "Approvals".</summary>
public static class ApprovalRules
{
    /// <summary>
    /// The tier for terms: by discount, one up when the amount is large, the last one when it binds for several years.
    /// </summary>
    /// <returns>The tier and the rule in plain words; no positions in it means the rep may decide.</returns>
    public static (ApprovalTier Tier, string Rule) TierOf(Terms terms, IReadOnlyList<ApprovalTier> tiers, decimal largeAmount)
    {
        var ordered = tiers.OrderBy(tier => tier.UpToPercent).ToList();
        var index = ordered.FindIndex(tier => terms.DiscountPercent <= tier.UpToPercent);
        if (index < 0) index = ordered.Count - 1;
        var reasons = new List<string> { $"discount {terms.DiscountPercent:0.##} %" };
        if (terms.Amount >= largeAmount)
        {
            index = Math.Min(index + 1, ordered.Count - 1);
            reasons.Add($"large deal (from {largeAmount:N0})");
        }
        if (terms.IsMultiYear)
        {
            index = ordered.Count - 1;
            reasons.Add("multi-year");
        }
        return (ordered[index], string.Join(", ", reasons));
    }

    /// <summary>
    /// The people behind the tier's positions. Where nobody holds one: up the owner's line of managers, then any manager, then an
    /// administrator. Never the owner, never the same person twice.
    /// </summary>
    /// <param name="managers">The owner's managers, nearest first.</param>
    public static IReadOnlyList<User> Approvers(ApprovalTier tier, string? ownerId,
        IReadOnlyList<User> managers, Func<string, IReadOnlyList<User>> byPosition, Func<Role, IReadOnlyList<User>> byRole)
    {
        var chosen = new List<User>();
        foreach (var position in tier.Positions)
        {
            var holders = position == "SalesManager" && managers.Count > 0 ? managers : byPosition(position);
            var candidates = holders.Concat(managers.Reverse()).Concat(byRole(Role.Manager)).Concat(byRole(Role.Admin));
            if (candidates.FirstOrDefault(user => user.IsActive && user.Id != ownerId
                && chosen.TrueForAll(other => other.Id != user.Id)) is { } approver) chosen.Add(approver);
        }
        return chosen;
    }

    /// <summary>
    /// What the answers so far amount to: the first no or return decides; All and Sequential need every yes, Any one. Null: still open.
    /// </summary>
    public static ApprovalStatus? Outcome(ApprovalRequest request)
    {
        if (request.Steps.Exists(step => step.Decision == ApprovalDecision.Reject)) return ApprovalStatus.Rejected;
        if (request.Steps.Exists(step => step.Decision == ApprovalDecision.Return)) return ApprovalStatus.Returned;
        var approved = request.Steps.Count(step => step.Decision == ApprovalDecision.Approve);
        var needed = request.Mode == ApprovalMode.Any ? 1 : request.RequiredApprovals;
        return approved >= needed ? ApprovalStatus.Approved : null;
    }

    /// <summary>Why this person cannot answer now; null when they can.</summary>
    /// <param name="ownerId">The owner of the deal, who may never answer.</param>
    /// <param name="nameOf">What a person is called.</param>
    public static Message? Refusal(ApprovalRequest request, string userId, string? ownerId, Func<string, string>? nameOf = null)
    {
        if (userId == ownerId || userId == request.RequestedById) return "Nobody approves their own deal.";
        if (request.Status != ApprovalStatus.Pending)
        {
            var last = request.Steps.Where(step => step.DecidedAt is not null).MaxBy(step => step.DecidedAt);
            return last is null ? Closed(request)
                : $"{nameOf?.Invoke(last.ApproverId) ?? last.ApproverId} was faster: {request.Status} at {request.DecidedAt:yyyy-MM-dd HH:mm zzz}.";
        }
        if (request.Steps.Find(step => step.ApproverId == userId) is not { } own) return "Only those who were asked can answer.";
        if (own.Decision is not null) return $"Already answered at {own.DecidedAt:yyyy-MM-dd HH:mm zzz}.";
        if (request.Mode == ApprovalMode.Sequential && request.Steps.Exists(step => step.Order < own.Order && step.Decision is null))
            return "Somebody before you has not answered yet.";
        return null;
    }

    /// <summary>That nobody can answer any more.</summary>
    public static Message Closed(ApprovalRequest request) =>
        $"The approval is no longer open: {request.Status} at {request.DecidedAt:yyyy-MM-dd HH:mm zzz}.";

    /// <summary>Why this person cannot give the question on to another; null when they can.</summary>
    /// <param name="ownerId">The owner of the deal, who may never answer.</param>
    public static Message? TransferRefusal(ApprovalRequest request, string userId, User target, string? ownerId, Func<string, string>? nameOf = null)
    {
        if (Refusal(request, userId, ownerId, nameOf) is { } refusal) return refusal;
        if (target.Id == ownerId || target.Id == request.RequestedById) return "Nobody approves their own deal.";
        if (!target.IsActive || target.Role is not (Role.Manager or Role.Admin)) return "An approval is given on to a manager.";
        return request.Steps.Exists(step => step.ApproverId == target.Id) ? "This person is asked already." : null;
    }
}
