using ThreeStep.Web.Diagrams;
using ThreeStep.Workflows.Diagrams;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Reviews;

/// <summary>Where on a drawing something is said that is not settled.</summary>
static class ReviewNotes
{
    /// <summary>What a box holds counts at the box.</summary>
    /// <param name="open">How many threads are open, by step.</param>
    public static BoxNote With(BoxNote note, Box box, IReadOnlyDictionary<string, int> open)
    {
        var count = open.GetValueOrDefault(box.Id) + (box.Inside?.AllBoxes.Sum(inner => open.GetValueOrDefault(inner.Id)) ?? 0);
        if (count == 0) return note;
        var said = T($"open comments: {count}");
        return note with { Comments = count, Said = note.Said is null ? said : $"{note.Said}, {said}" };
    }
}
