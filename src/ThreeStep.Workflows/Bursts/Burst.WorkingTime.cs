using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

// Waits for working time follow what they were counted by.
public sealed partial class Burst
{
    /// <summary>Its time was moved on after the timer had been taken up: a calendar has changed, or its clock was paused.</summary>
    bool IsPutOff(Bookmark bookmark) => bookmark.Counted is { } counted
        && Read(WorkingTime.Kind, counted.Question) is { } time && ValueConversion.To<DateTimeOffset>(time) > Environment.Now;

    /// <summary>Counts every wait for working time anew.</summary>
    /// <returns>True when one of them is due at another time now.</returns>
    bool Recount()
    {
        var changed = false;
        for (var index = 0; index < State.Bookmarks.Count; index++)
        {
            if (State.Bookmarks[index] is not { Counted: { } counted } bookmark) continue;
            var due = Read(WorkingTime.Kind, counted.Question) is { } time ? ValueConversion.To<DateTimeOffset>(time) : bookmark.DueAt;
            if (due == bookmark.DueAt) continue;
            State.Bookmarks[index] = bookmark with { DueAt = due, Payload = new JsonObject { ["resumeAt"] = due } };
            changed = true;
        }
        return changed;
    }
}
