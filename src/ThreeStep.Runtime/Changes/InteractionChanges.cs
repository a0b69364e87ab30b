using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Changes;

/// <summary>Something happened at a customer.</summary>
public static class InteractionChanges
{
    /// <summary>Keeps the interaction, brings account, deal and contact up to date, and wakes the workflows that wait for a sign of life.</summary>
    public static IEnumerable<QueuedStimulus> Record(ProcessDatabase database, Interaction interaction, Account? account, Deal? deal)
    {
        database.Interactions.Add(interaction);
        if (account is not null) account.LastInteractionAt = Later(account.LastInteractionAt, interaction.At);
        if (interaction.ContactId is not null && database.Contacts.Find(interaction.ContactId) is { } contact) contact.LastTouchAt = Later(contact.LastTouchAt, interaction.At);
        if (deal is not null)
        {
            deal.LastInteractionAt = Later(deal.LastInteractionAt, interaction.At);
            if (interaction.NextStep is not null || interaction.NextStepAt is not null) (deal.NextActivity, deal.NextActivityAt) = (interaction.NextStep, interaction.NextStepAt);
        }
        var payload = ValueConversion.From(interaction);
        var hashes = InteractionStimulus.HashesWokenBy(interaction).ToList();
        return database.Bookmarks.Where(bookmark => hashes.Contains(bookmark.Hash)).Select(bookmark => new { bookmark.InstanceId, bookmark.Id }).AsEnumerable()
            .Select(bookmark => new QueuedStimulus.Deliver(bookmark.InstanceId, new Stimulus.TaskCompleted(bookmark.Id, payload?.DeepClone()))).ToList();
    }

    static DateTimeOffset Later(DateTimeOffset? known, DateTimeOffset time) => known > time ? known.Value : time;
}
