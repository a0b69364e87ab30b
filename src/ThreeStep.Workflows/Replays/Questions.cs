using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Replays;

/// <summary>What a wait asks for.</summary>
static class Questions
{
    /// <summary>
    /// The answer is told apart by an id that the instance made, so that it comes to this wait alone, whenever it was asked. Anything else, such as
    /// an event or a word from the customer, comes at its time to whoever listens then.
    /// </summary>
    public static bool IsOwn(Bookmark bookmark, IReadOnlyList<string> ids) => bookmark.DueAt is null
        && (bookmark.Hash == StimulusHash.Of(bookmark.Name, bookmark.ExecutionId)
            || ids.Any(id => id != bookmark.Id && bookmark.Hash == StimulusHash.Of(bookmark.Name, id)));

    /// <summary>Of what the step that waits asks for: the part that <paramref name="part"/> tells of; null where it tells of nothing.</summary>
    public static string? Asked(Bookmark bookmark, BurstResult burst, Func<Command, string?> part)
    {
        var asked = burst.Commands.Where((_, index) => burst.AskedBy[index] == bookmark.NodeId).Select(part).OfType<string>().ToList();
        return asked.Count == 0 ? null : string.Join(", ", asked);
    }
}
