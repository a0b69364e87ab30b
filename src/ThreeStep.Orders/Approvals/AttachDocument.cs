using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>A document that belongs to a question: a draft contract, a calculation.</summary>
public sealed class ApprovalDocument
{
    public required string Id { get; init; }
    public required string RequestId { get; init; }
    public required string Name { get; init; }
    /// <summary>In bytes.</summary>
    public int Size { get; init; }
    public required byte[] Content { get; init; }
    public string? ById { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>Adds a document to a question that is open; it cannot be taken away again, as it may have been decided by.</summary>
public static class AttachDocument
{
    /// <summary>In bytes.</summary>
    public const int Largest = 10_000_000;
    const int MostDocuments = 20;

    public static ApprovalDocument Apply(Change change, string id, string? name, byte[] content)
    {
        var request = Taking.Part(change, id);
        if (request.Status != ApprovalStatus.Pending) throw RefusalException.Conflict(ApprovalRules.Closed(request), "status");
        if (change.Database.ApprovalDocuments.Count(document => document.RequestId == id) >= MostDocuments)
            throw RefusalException.Conflict($"An approval has {MostDocuments} documents at most.", "file");
        return Add(change, request, name, content);
    }

    /// <summary>As it is: a workflow brings it with its question.</summary>
    internal static ApprovalDocument Add(Change change, ApprovalRequest request, string? name, byte[] content)
    {
        var called = TextField.Required(Path.GetFileName(name?.Replace('\\', '/')), "name", "A name is needed.");
        if (content.Length is 0 or > Largest) throw RefusalException.Invalid("file", $"A document has between 1 byte and {Largest / 1_000_000} MB.");
        var added = change.Database.ApprovalDocuments.Add(new ApprovalDocument
        {
            Id = change.NewId(),
            RequestId = request.Id,
            Name = called,
            Size = content.Length,
            Content = content,
            ById = change.By.UserId,
            At = change.Now,
        }).Entity;
        ApprovalEvent.Note(change, request, ApprovalEventKind.Attached, called);
        return added;
    }
}
