using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Interactions;

/// <summary>
/// Which waits an interaction ends. A touch about a deal ends the waits of that deal and of the account as a whole; a touch at the account
/// without a deal ends every wait at the account.
/// </summary>
public static class InteractionStimulus
{
    public const string Name = "ThreeStep.Interaction";

    /// <summary>Hashes of the bookmarks of a wait.</summary>
    public static IEnumerable<string> HashesWaitedFor(string? dealId, string? accountId)
    {
        if (dealId is null)
        {
            if (accountId is not null) yield return Hash($"account-all:{accountId}");
            yield break;
        }
        yield return Hash($"deal:{dealId}");
        if (accountId is not null) yield return Hash($"account-any:{accountId}");
    }

    /// <summary>Hashes of the bookmarks that an interaction resumes.</summary>
    public static IEnumerable<string> HashesWokenBy(Interaction interaction)
    {
        if (interaction.DealId is { } dealId) yield return Hash($"deal:{dealId}");
        if (interaction.AccountId is not { } accountId) yield break;
        if (interaction.DealId is null) yield return Hash($"account-any:{accountId}");
        yield return Hash($"account-all:{accountId}");
    }

    static string Hash(string key) => StimulusHash.Of(Name, key);
}
