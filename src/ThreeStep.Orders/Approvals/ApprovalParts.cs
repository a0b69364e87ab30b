using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Whose part of a question somebody may answer: their own, or that of an approver who is away and for whom they stand in. Nobody becomes their own
/// approver that way, and nobody answers twice.
/// </summary>
public static class ApprovalParts
{
    /// <summary>The approver in whose place this person stands; the person themselves where that is nobody's.</summary>
    public static string Of(ApprovalRequest request, string userId, string? ownerId, StandIns standIns, IReadOnlyDictionary<string, User> people) =>
        request.Steps.Exists(step => step.ApproverId == userId) ? userId
            : For(request, ownerId, standIns, people).FirstOrDefault(place => place.Value == userId).Key ?? userId;

    /// <summary>Who answers in the place of each approver who is away: their substitute, else the nearest manager above them who may.</summary>
    public static IReadOnlyDictionary<string, string> For(ApprovalRequest request, string? ownerId, StandIns standIns,
        IReadOnlyDictionary<string, User> people)
    {
        var places = new Dictionary<string, string>();
        if (request.Status != ApprovalStatus.Pending) return places;
        foreach (var step in request.Steps.Where(step => step.Decision is null && standIns.IsAway(step.ApproverId)).OrderBy(step => step.Order))
            if (Candidates(step.ApproverId, standIns, people).FirstOrDefault(May) is { } other) places[step.ApproverId] = other;
        return places;

        bool May(string id) => id != ownerId && id != request.RequestedById && !places.ContainsValue(id)
            && people.GetValueOrDefault(id) is { IsActive: true } person && ApprovalRules.IsOneWhoApproves(request, person.Role)
            && !ApprovalRules.HasPart(request, id);
    }

    static IEnumerable<string> Candidates(string approverId, StandIns standIns, IReadOnlyDictionary<string, User> people)
    {
        if (standIns.For(approverId, WorkKind.Approvals) is { } substitute) yield return substitute;
        var seen = new HashSet<string> { approverId };
        for (var person = people.GetValueOrDefault(approverId)?.ManagerId; person is not null && seen.Add(person);
            person = people.GetValueOrDefault(person)?.ManagerId)
            if (!standIns.IsAway(person)) yield return person;
            else if (standIns.For(person, WorkKind.Approvals) is { } other) yield return other;
    }

    /// <summary>As <see cref="Of(ApprovalRequest, string, string?, StandIns, IReadOnlyDictionary{string, User})"/>, in a change.</summary>
    internal static string Of(Change change, ApprovalRequest request, string userId)
    {
        if (request.Steps.Exists(step => step.ApproverId == userId)) return userId;
        var standIns = change.Database.StandIns();
        return !request.Steps.Exists(step => standIns.IsAway(step.ApproverId)) ? userId
            : Of(request, userId, AnswerApproval.OwnerOf(change, request), standIns, change.Database.Users.ToDictionary(user => user.Id));
    }
}
