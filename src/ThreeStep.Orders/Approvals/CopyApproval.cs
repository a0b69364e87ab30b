using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Somebody may see a question, without being asked (抄送).</summary>
public sealed class ApprovalCopy
{
    public required string RequestId { get; init; }
    public required string UserId { get; init; }
    public string? ById { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>Lets others see a question; they are told of it, and of the outcome.</summary>
public static class CopyApproval
{
    const int MostPeople = 50;

    public static ApprovalRequest Apply(Change change, string id, IReadOnlyList<string?>? userIds, string? comment)
    {
        comment = TextField.Note(comment, "comment");
        var request = Taking.Part(change, id);
        var people = (userIds ?? []).Distinct().ToList();
        if (people.Count is 0 or > MostPeople) throw RefusalException.Invalid("userIds", $"Between 1 and {MostPeople} people are copied at once.");
        foreach (var person in people.Where(person => change.Database.Users.Find(person ?? "") is not { IsActive: true }))
            throw RefusalException.Invalid("userIds", $"There is no active user '{person}'.");
        var added = people.OfType<string>().Where(person => Add(change, request, person)).ToList();
        if (added.Count == 0) throw RefusalException.Conflict("They see it already.", "userIds");
        ApprovalEvent.Note(change, request, ApprovalEventKind.Copied, comment, to: added);
        foreach (var person in added) Notice.Add(change, person, NoticeKind.ApprovalCopied, request.Title, comment, Addresses.Approval(id));
        return request;
    }

    /// <returns>False where this person has to do with it already.</returns>
    internal static bool Add(Change change, ApprovalRequest request, string userId)
    {
        if (userId == request.RequestedById || request.Steps.Exists(step => step.ApproverId == userId)
            || change.Database.ApprovalCopies.Find(request.Id, userId) is not null) return false;
        change.Database.ApprovalCopies.Add(new() { RequestId = request.Id, UserId = userId, ById = change.By.UserId, At = change.Now });
        return true;
    }
}
