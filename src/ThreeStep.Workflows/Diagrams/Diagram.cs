using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Diagrams;

/// <summary>What a box stands for, as drawings tell it apart by its form.</summary>
public enum BoxKind { Step, Start, End, Choice, Parallel, Event, Time, Person, Script, Workflow, Group }

/// <summary>One step.</summary>
/// <param name="Words">What people call it; as its card has it, in both languages maybe.</param>
/// <param name="Inside">What it holds, where it is a container or a workflow used as a step.</param>
public sealed record Box(ActivityNode Node, string Words, BoxKind Kind, Area Area, Diagram? Inside)
{
    public string Id => Node.Id;
}

/// <summary>What leads from one box to another: the outcomes it stands for share the arrow.</summary>
/// <param name="Label">What is written at it; empty where it is the way that things go by themselves.</param>
/// <param name="Way">Straight pieces across or down, from the right edge of the one to the left edge of the other.</param>
public sealed record Arrow(string From, IReadOnlyList<string> Outcomes, string To, string Label, IReadOnlyList<Spot> Way);

/// <summary>A workflow, or a container in it, as it is drawn.</summary>
/// <param name="Frame">Everything that is drawn.</param>
public sealed record Diagram(IReadOnlyList<Box> Boxes, IReadOnlyList<Arrow> Arrows, Area Frame)
{
    /// <summary>The boxes here and within.</summary>
    public IEnumerable<Box> AllBoxes => Boxes.SelectMany(box => box.Inside is { } inside ? inside.AllBoxes.Prepend(box) : [box]);

    /// <summary>In a reader's language.</summary>
    /// <param name="words">For what stands on cards.</param>
    /// <param name="outcome">For the names of outcomes.</param>
    public Diagram Said(Func<string, string> words, Func<string, string> outcome) => this with
    {
        Boxes = Boxes.Select(box => box with { Words = words(box.Words), Inside = box.Inside?.Said(words, outcome) }).ToList(),
        Arrows = Arrows.Select(arrow => arrow with { Label = DiagramReading.Label(arrow.Outcomes, outcome) }).ToList(),
    };
}
