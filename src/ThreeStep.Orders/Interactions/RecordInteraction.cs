using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Pauses;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Interactions;

public sealed record InteractionInput
{
    public string? AccountId { get; init; }
    public string? DealId { get; init; }
    public string? ContactId { get; init; }
    public string? CaseId { get; init; }
    public InteractionKind? Kind { get; init; }
    public InteractionDirection? Direction { get; init; }
    /// <summary>UTC; now unless told.</summary>
    public DateTimeOffset? At { get; init; }
    /// <summary>On whose behalf the server's key acts; a person acts for themselves.</summary>
    public string? ByUserId { get; init; }
    public string? Note { get; init; }
    public string? NextStep { get; init; }
    /// <summary>On which day.</summary>
    public DateOnly? NextStepAt { get; init; }
}

/// <summary>
/// Something happened at a customer: kept, account, deal and contact brought up to date, and the workflows woken that wait for a sign of life.
/// </summary>
public static class RecordInteraction
{
    public static Interaction Apply(Change change, InteractionInput input)
    {
        if (input.AccountId is null && input.DealId is null && input.CaseId is null)
            throw RefusalException.Invalid("accountId", "Where did it happen? Give an accountId, a dealId or a caseId.");
        if (input.Kind is null) throw RefusalException.Invalid("kind", "What was it? Give a kind: Visit, Call, Mail, Meeting or Message.");
        if (input.At > change.Now) throw RefusalException.Invalid("at", "An interaction lies in the past; what is planned goes into nextStep.");
        DayField.Moment(input.At, "at");
        change.Require("Deal", input.DealId, "dealId");
        change.Require("Contact", input.ContactId, "contactId");
        var deal = input.DealId is null ? null : change.Database.Deals.Find(input.DealId);
        var item = input.CaseId is null ? null
            : change.Access.Cases(change.Database).FirstOrDefault(row => row.Id == input.CaseId)
                ?? throw RefusalException.Invalid("caseId", $"There is no case '{input.CaseId}'.");
        var accountId = input.AccountId ?? deal?.AccountId ?? item?.AccountId;
        change.Require("Account", accountId, "accountId");
        var account = accountId is null ? null : change.Database.Accounts.Find(accountId);
        if (item is null && !change.Access.Allows(deal?.OwnerId ?? account?.OwnerId))
            throw RefusalException.Forbidden("This customer belongs to somebody else.");
        var interaction = new Interaction
        {
            Id = change.NewId(),
            AccountId = accountId,
            DealId = input.DealId,
            ContactId = input.ContactId,
            CaseId = input.CaseId,
            Kind = input.Kind.Value,
            Direction = input.Direction ?? InteractionDirection.Outbound,
            At = input.At ?? change.Now,
            ByUserId = change.By.UserId ?? input.ByUserId,
            Note = TextField.Note(input.Note, "note"),
            NextStep = TextField.Line(input.NextStep, "nextStep"),
            NextStepAt = DayField.Of(input.NextStepAt, "nextStepAt"),
        };
        Keep(change, interaction, account, deal);
        return interaction;
    }

    static void Keep(Change change, Interaction interaction, Account? account, Deal? deal)
    {
        change.Database.Interactions.Add(interaction);
        if (account is not null) account.LastInteractionAt = Later(account.LastInteractionAt, interaction.At);
        if (interaction.ContactId is not null && change.Database.Contacts.Find(interaction.ContactId) is { } contact)
            contact.LastTouchAt = Later(contact.LastTouchAt, interaction.At);
        if (deal is not null)
        {
            deal.LastInteractionAt = Later(deal.LastInteractionAt, interaction.At);
            if (interaction.NextStep is not null || interaction.NextStepAt is not null)
                (deal.NextActivity, deal.NextActivityAt) = (interaction.NextStep, interaction.NextStepAt);
        }
        if (interaction.Direction == InteractionDirection.Inbound) ResumeClock.CustomerAnswered(change, interaction.CaseId, interaction.DealId);
        var payload = ValueConversion.From(interaction);
        var hashes = InteractionStimulus.HashesWokenBy(interaction).ToList();
        foreach (var wait in change.Database.Bookmarks.Where(bookmark => hashes.Contains(bookmark.Hash))
            .Select(bookmark => new { bookmark.InstanceId, bookmark.Id }).ToList())
            change.Queue(new QueuedStimulus.Deliver(wait.InstanceId, new Stimulus.TaskCompleted(wait.Id, payload?.DeepClone())));
    }

    static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset time) => known > time ? known.Value : time;
}
