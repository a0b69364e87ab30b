using System.Globalization;
using ThreeStep.Orders.Figures;
using ThreeStep.Web.Diagrams;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Values;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Figures;

/// <summary>A drawing painted with a workflow's figures: how dark a box is, which number stands at it, and how thick an arrow is.</summary>
public sealed class HeatMap(FigureQuery query, IReadOnlyDictionary<string, StepFigures> steps)
{
    const double ThinnestArrow = 1, ThickestArrow = 7;

    readonly Dictionary<string, double> most = [];

    public FigureQuery Query => query;

    public StepFigures? Of(string stepId) => steps.GetValueOrDefault(stepId);

    public IEnumerable<StepFigures> Steps => steps.Values.Where(step => step.StepId != StepStay.Whole);

    /// <summary>The instances that came to an end.</summary>
    public StepFigures? Whole => Of(StepStay.Whole);

    /// <summary>How much there is of what is painted, to be compared; null where there is none of it.</summary>
    double? Amount(Box box) => query.Paint switch
    {
        Paint.Time => Of(box.Id)?.Median is { TotalSeconds: > 0 } median ? median.TotalSeconds : null,
        Paint.Missed => Sum(box, step => step.Missed + step.Met) is > 0 and var promises ? (double)Sum(box, step => step.Missed) / promises : null,
        Paint.Incidents => Sum(box, step => step.Faulted) is > 0 and var faults ? faults : null,
        Paint.Taken => Of(box.Id)?.Stays is > 0 and var stays ? stays : null,
        _ => null,
    };

    /// <summary>Also of what a box holds.</summary>
    long Sum(Box box, Func<StepFigures, long> amount) =>
        (Of(box.Id) is { } own ? amount(own) : 0) + (box.Inside?.AllBoxes.Sum(inner => Of(inner.Id) is { } figures ? amount(figures) : 0) ?? 0);

    /// <summary>What is darkest among all boxes of the workflow, so that a part that is opened has the colours of the whole.</summary>
    public HeatMap Over(Diagram whole)
    {
        most["box"] = query.Paint == Paint.Missed ? 1 : whole.AllBoxes.Select(box => Amount(box) ?? 0).DefaultIfEmpty().Max();
        most["arrow"] = steps.Values.SelectMany(step => step.Outcomes.Values).DefaultIfEmpty().Max();
        return this;
    }

    internal BoxNote Note(Box box, BoxNote standing)
    {
        if (query.Paint == Paint.Standing) return standing;
        var address = box.Inside is not null ? standing.Address : query.Stays(box.Id, query.Paint switch
        {
            Paint.Missed => StayKind.Missed,
            Paint.Incidents => StayKind.Faulted,
            _ => StayKind.Left,
        });
        return Amount(box) is not { } amount ? standing with { Address = address, Badge = null, Said = null }
            : standing with { Address = address, Badge = Badge(box, amount), Said = Said(box), Tone = Tone(amount) };
    }

    /// <summary>By the root, so that what is a tenth of the most can be told from nothing.</summary>
    int Tone(double amount) => most.GetValueOrDefault("box") is > 0 and var top && amount > 0
        ? Math.Clamp((int)Math.Ceiling(Math.Sqrt(amount / top) * DiagramSvg.DarkestTone), 1, DiagramSvg.DarkestTone) : 0;

    string Badge(Box box, double amount) => query.Paint switch
    {
        Paint.Time => FigureWords.Short(Of(box.Id)!.Median!.Value),
        Paint.Missed => amount.ToString("P0", CultureInfo.CurrentCulture),
        _ => amount.ToString("N0", CultureInfo.CurrentCulture),
    };

    string Said(Box box) => query.Paint switch
    {
        Paint.Time when Of(box.Id) is { } step => T($"usually {FigureWords.Short(step.Median)}, nine of ten within {FigureWords.Short(step.P90)}, {step.Stays} times"),
        Paint.Missed => T($"{Sum(box, step => step.Missed)} of {Sum(box, step => step.Missed + step.Met)} promises missed"),
        Paint.Incidents => T($"{Sum(box, step => step.Faulted)} incidents"),
        _ => T($"{Of(box.Id)?.Stays ?? 0} times"),
    };

    internal ArrowNote? Note(Arrow arrow)
    {
        if (query.Paint != Paint.Taken) return null;
        var count = Of(arrow.From)?.Taken(arrow.Outcomes) ?? 0;
        var width = ThinnestArrow + (most.GetValueOrDefault("arrow") is > 0 and var top
            ? Math.Sqrt(count / top) * (ThickestArrow - ThinnestArrow) : 0);
        return new(count.ToString("N0", CultureInfo.CurrentCulture), T($"taken {count} times"),
            arrow.Outcomes.Distinct().ToList() is [var outcome] && count > 0 ? query.Stays(arrow.From, StayKind.Completed, outcome) : null, width);
    }
}
