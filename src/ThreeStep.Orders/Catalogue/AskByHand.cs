using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;

namespace ThreeStep.Orders.Catalogue;

/// <summary>What somebody asks a yes for.</summary>
public sealed record YesInput
{
    /// <summary>Gift, Refund, Contract or Other.</summary>
    public ApprovalKind? Kind { get; init; }
    public string? Title { get; init; }
    /// <summary>0 where it costs nothing.</summary>
    public decimal? Amount { get; init; }
    /// <summary>ISO 4217; the company's unless told.</summary>
    public string? Currency { get; init; }
    /// <summary>The record it is about, as "Account:ID", "Case:ID", "Deal:ID"; may be left out.</summary>
    public string? Subject { get; init; }
    /// <summary>What the approvers should know, each with its name.</summary>
    public IReadOnlyDictionary<string, string?>? Facts { get; init; }
    /// <summary>Whose question it is, where the server's key asks; a person asks for themselves.</summary>
    public string? RequestedById { get; init; }
}

/// <summary>
/// Somebody asks for a yes by hand. The workflow for that finds out whom to ask, and waits; a process owner may change it like any other.
/// </summary>
public static class AskByHand
{
    public const string Workflow = "approval-request";

    /// <summary>A deal's terms are asked for by the deal itself, a campaign's budget by its campaign.</summary>
    public static readonly IReadOnlyList<ApprovalKind> Kinds = [ApprovalKind.Gift, ApprovalKind.Refund, ApprovalKind.Contract, ApprovalKind.Other];

    /// <returns>The id of the workflow instance that asks.</returns>
    /// <exception cref="RefusalException">Something is missing, or is about a record that whoever asks does not see.</exception>
    public static string Apply(Change change, YesInput input)
    {
        if (input.Kind is not { } kind || !Kinds.Contains(kind))
            throw RefusalException.Invalid("kind", $"What is asked for is one of: {string.Join(", ", Kinds)}.");
        if (change.Definitions.FindPublished(Workflow) is null)
            throw RefusalException.Conflict($"The workflow “{Workflow}” is not published, so nobody would be asked.");
        var by = change.By.UserId ?? input.RequestedById;
        if (by is null || change.Database.Users.Find(by) is not { IsActive: true })
            throw RefusalException.Invalid("requestedById", "Who asks? With the server's key, give the id of an active user.");
        var facts = new JsonObject(ApprovalFact.Checked(input.Facts).Select(fact => KeyValuePair.Create(fact.Name, (JsonNode?)fact.Text)));
        var instance = $"ask-{change.NewId()}";
        change.Queue(new QueuedStimulus.StartInstance(instance, Workflow, new()
        {
            ["Kind"] = kind.ToString(),
            ["Title"] = TextField.Required(input.Title, "title", "What is asked for? Say it in a few words."),
            ["Amount"] = NumberField.Amount(input.Amount ?? 0, "amount"),
            ["Currency"] = CurrencyField.Of(input.Currency, "currency"),
            ["Subject"] = Seen(change, input.Subject)?.ToString(),
            ["Facts"] = facts,
            ["RequestedBy"] = by,
        }));
        return instance;
    }

    /// <summary>Nobody learns of a record, or ties a question to it, that is not theirs to see.</summary>
    static ApprovalSubject? Seen(Change change, string? written)
    {
        if (TextField.Line(written, "subject") is not { } text) return null;
        if (ApprovalSubject.Read(text) is { } subject && SeenRecords.Sees(change.Access, change.Database, subject.Kind, subject.Id)) return subject;
        throw RefusalException.Invalid("subject", $"There is no record '{text}'. Write its kind and its id, such as Account:ID.");
    }
}
