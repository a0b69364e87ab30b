using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Notices;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>Questions that wait for somebody's answer, and reminders of them, as matters for messages.</summary>
public static class ApprovalMatters
{
    public static IEnumerable<Matter> Of(ProcessDatabase database, IReadOnlyCollection<string> people)
    {
        var requests = database.Approvals.AsNoTracking().Include(request => request.Steps)
            .Where(request => request.Status == ApprovalStatus.Pending
                && request.Steps.Any(step => step.Decision == null && people.Contains(step.ApproverId))).ToList();
        foreach (var request in requests)
            foreach (var step in Asked(request).Where(step => people.Contains(step.ApproverId)))
            {
                var asked = new Matter(step.ApproverId, $"approval:{step.Id}:{step.ApproverId}", MatterKind.Approval,
                    request.Title, request.CreatedAt)
                {
                    Why = request.Rule,
                    Address = Addresses.Approval(request.Id),
                    Record = request.DealId ?? request.Id,
                    DueAt = request.DueAt,
                    IsUrgent = true,
                };
                yield return asked;
                if (step.RemindedAt is { } reminded)
                    yield return asked with { Key = $"{asked.Key}:{reminded.UtcTicks}", Since = reminded, Again = asked.Key };
            }
    }

    /// <summary>Whose turn it is.</summary>
    static IEnumerable<ApprovalStep> Asked(ApprovalRequest request)
    {
        var open = request.Steps.Where(step => step.Decision is null).OrderBy(step => step.Order);
        return request.Mode == ApprovalMode.Sequential ? open.Take(1) : open;
    }
}
