using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Questions that wait for somebody's answer, and reminders of them, as matters for messages. Who is away is left in peace; who stands in is told.
/// </summary>
public static class ApprovalMatters
{
    public static IEnumerable<Matter> Of(ProcessDatabase database, IReadOnlyCollection<string> people)
    {
        var standIns = database.StandIns();
        var concerned = people.Concat(standIns.Away).ToHashSet();
        var everybody = standIns.Away.Any() ? database.Users.AsNoTracking().ToDictionary(user => user.Id) : [];
        var requests = database.Approvals.AsNoTracking().Include(request => request.Steps)
            .Where(request => request.Status == ApprovalStatus.Pending
                && request.Steps.Any(step => step.Decision == null && concerned.Contains(step.ApproverId))).ToList();
        foreach (var request in requests)
        {
            var places = ApprovalParts.For(request, request.RequestedById, standIns, everybody);
            foreach (var step in ApprovalRules.Waiting(request))
            {
                var person = standIns.IsAway(step.ApproverId) ? places.GetValueOrDefault(step.ApproverId) : step.ApproverId;
                if (person is null || !people.Contains(person)) continue;
                var asked = new Matter(person, $"approval:{step.Id}:{person}", MatterKind.Approval, request.Title, request.CreatedAt)
                {
                    Why = request.Rule,
                    Address = Addresses.Approval(request.Id),
                    Record = request.DealId ?? request.Id,
                    Question = request.Id,
                    DueAt = request.DueAt,
                    IsUrgent = true,
                };
                yield return asked;
                if (step.RemindedAt is { } reminded)
                    yield return asked with { Key = $"{asked.Key}:{reminded.UtcTicks}", Since = reminded, Again = asked.Key };
            }
        }
    }
}
