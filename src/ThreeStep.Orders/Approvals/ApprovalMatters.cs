using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Questions that wait for somebody's answer, and reminders of them, as matters for messages. Who is away is left in peace; who stands in is told.
/// </summary>
public static class ApprovalMatters
{
    const int MostFacts = 8;

    /// <summary>How much, and what the approvers should know, a line each: nothing that was typed can pass for another line of the message.</summary>
    static List<string> FactsOf(ApprovalRequest request)
    {
        var facts = request.Facts.Take(MostFacts).Select(fact => TextField.Mended($"{fact.Name}: {fact.Text}")).ToList();
        if (request.Kind != ApprovalKind.Deal && request.Amount > 0)
            facts.Insert(0, string.Create(CultureInfo.InvariantCulture, $"{request.Amount:#,0.##} {request.Currency}"));
        return facts;
    }

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
                    Facts = FactsOf(request),
                    Address = Addresses.Approval(request.Id),
                    Record = request.DealId ?? request.Id,
                    // What a workflow does to everybody is agreed to by who has signed in, with all that signing in asks of them.
                    Question = request.Kind == ApprovalKind.Publishing ? null : request.Id,
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
