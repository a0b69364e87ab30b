using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Diagrams;

/// <summary>What is written beside a box and where it leads.</summary>
/// <param name="Badge">A number, such as of the instances that stand there; null writes nothing.</param>
/// <param name="Said">The same in words, for who hears the page.</param>
/// <param name="IsChosen">It stands out.</param>
/// <param name="Comments">How many open comments there are at it.</param>
/// <param name="Tone">How much of what is painted: 0 is none of it, <see cref="DiagramSvg.DarkestTone"/> the most.</param>
sealed record BoxNote(string? Address = null, string? Badge = null, string? Said = null, bool IsChosen = false, int Tone = 0,
    int Comments = 0);

/// <summary>What is written at an arrow.</summary>
/// <param name="Count">How often it was taken, in the reader's form.</param>
/// <param name="Said">The same in words.</param>
/// <param name="Width">Of its line, in pixels.</param>
sealed record ArrowNote(string Count, string Said, string? Address, double Width);

/// <summary>A diagram as SVG, for the page and as a file: everything it looks like stands in it.</summary>
static class DiagramSvg
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    const double Padding = 22, IconPlace = 40, Corner = 7, TextSize = 15, LabelSize = 12, LineHeight = 18, UsualWidth = 1.5,
        HeadSize = 10.5;
    const string Ink = "#1b1f24", Soft = "#4a5360", Line = "#6b7684", Paper = "#ffffff", Chosen = "#1565c0",
        Talk = "#6a1b9a";
    const string Font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

    /// <summary>From light to dark, so that one who sees no colours sees them too; dark ink can be read on each.</summary>
    static readonly string[] Tones = [Paper, "#fff3d6", "#ffdd9e", "#ffb963", "#f2924a"];
    public const int DarkestTone = 4;

    /// <param name="note">What is said of a box; null where it is drawn without.</param>
    /// <param name="arrowNote">What is said of an arrow; null where they are drawn without.</param>
    /// <param name="id">What the ids in it begin with: another one for each drawing of a page.</param>
    public static XElement Of(Diagram diagram, string title, string description, ActivityRegistry registry, Func<Box, BoxNote>? note = null,
        Func<Arrow, ArrowNote?>? arrowNote = null, string id = "diagram")
    {
        var labels = diagram.Arrows.Select(arrow => LabelArea(arrow, Seen(arrow, arrowNote?.Invoke(arrow))));
        var frame = Area.Around(labels.Append(diagram.Frame)).Grown(Padding);
        var drawing = new XElement(Svg + "svg", Attribute("viewBox", $"{Number(frame.X)} {Number(frame.Y)} {Number(frame.Width)} {Number(frame.Height)}"),
            Attribute("width", frame.Width), Attribute("height", frame.Height), Attribute("role", "group"), Attribute("font-family", Font),
            new XAttribute("aria-labelledby", $"{id}-title"), new XAttribute("aria-describedby", $"{id}-text"),
            new XElement(Svg + "title", new XAttribute("id", $"{id}-title"), PlainText.Of(title)),
            new XElement(Svg + "desc", new XAttribute("id", $"{id}-text"), description),
            new XElement(Svg + "defs", new XElement(Svg + "marker", new XAttribute("id", $"{id}-head"), Attribute("viewBox", "0 0 10 10"),
                Attribute("refX", 9), Attribute("refY", 5), Attribute("markerWidth", HeadSize), Attribute("markerHeight", HeadSize),
                Attribute("markerUnits", "userSpaceOnUse"), Attribute("orient", "auto"),
                new XElement(Svg + "path", Attribute("d", "M0 0L10 5L0 10z"), Attribute("fill", Line)))),
            new XElement(Svg + "rect", Attribute("x", frame.X), Attribute("y", frame.Y), Attribute("width", frame.Width),
                Attribute("height", frame.Height), Attribute("fill", Paper)));
        drawing.Add(diagram.Arrows.Select(arrow => Drawn(arrow, $"{id}-head", arrowNote?.Invoke(arrow)?.Width ?? UsualWidth)));
        drawing.Add(diagram.Boxes.Select(box => Drawn(box, BoxLook.Of(box, registry), note?.Invoke(box) ?? new BoxNote())));
        drawing.Add(diagram.Arrows.Select(arrow => Labelled(arrow, arrowNote?.Invoke(arrow))).OfType<XElement>());
        return drawing;
    }

    /// <summary>Which step follows which, in words.</summary>
    public static string InWords(Diagram diagram)
    {
        var words = diagram.Boxes.GroupBy(box => box.Id).ToDictionary(group => group.Key, group => group.First().Words);
        return string.Join("; ", diagram.Arrows.Select(arrow =>
            $"{words[arrow.From]} → {(arrow.Label.Length == 0 ? "" : $"{arrow.Label} → ")}{words[arrow.To]}"));
    }

    /// <summary>The head keeps its size where a line is thick.</summary>
    static XElement Drawn(Arrow arrow, string head, double width) => new(Svg + "path", Attribute("d", Path(arrow.Way)), Attribute("fill", "none"),
        Attribute("stroke", Line), Attribute("stroke-width", width), Attribute("marker-end", $"url(#{head})"));

    /// <summary>Straight pieces with rounded corners.</summary>
    static string Path(IReadOnlyList<Spot> way)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{Number(way[0].X)} {Number(way[0].Y)}");
        for (var index = 1; index < way.Count - 1; index++)
        {
            var (before, corner, after) = (way[index - 1], way[index], way[index + 1]);
            var radius = Math.Min(Corner, Math.Min(Length(before, corner), Length(corner, after)) / 2);
            var (start, end) = (Towards(corner, before, radius), Towards(corner, after, radius));
            path.Append(CultureInfo.InvariantCulture,
                $"L{Number(start.X)} {Number(start.Y)}Q{Number(corner.X)} {Number(corner.Y)} {Number(end.X)} {Number(end.Y)}");
        }
        path.Append(CultureInfo.InvariantCulture, $"L{Number(way[^1].X)} {Number(way[^1].Y)}");
        return path.ToString();
    }

    static double Length(Spot from, Spot to) => Math.Abs(from.X - to.X) + Math.Abs(from.Y - to.Y);

    static Spot Towards(Spot from, Spot to, double by) => new(from.X + Math.Sign(to.X - from.X) * by, from.Y + Math.Sign(to.Y - from.Y) * by);

    /// <summary>Several outcomes that lead to one step are cut, so that they stay before the next box; the label's title has all of them.</summary>
    static XElement? Labelled(Arrow arrow, ArrowNote? note)
    {
        var seen = Seen(arrow, note);
        if (seen.Length == 0) return null;
        var label = Text(seen, arrow.Way[0].X + 6, arrow.Way[0].Y - 4, LabelSize, Soft, Attribute("stroke", Paper), Attribute("stroke-width", 3),
            Attribute("paint-order", "stroke"));
        if (note is not null) label.Add(Attribute("font-weight", "bold"), new XElement(Svg + "title", note.Said));
        else if (seen != arrow.Label) label.Add(new XElement(Svg + "title", arrow.Label));
        return note?.Address is { } address
            ? new XElement(Svg + "a", new XAttribute("href", address), new XAttribute("aria-label", note.Said), label) : label;
    }

    static string Seen(Arrow arrow, ArrowNote? note)
    {
        var parts = arrow.Label.Split(" / ");
        var seen = parts.Length < 3 ? arrow.Label : $"{parts[0]} +{parts.Length - 1}";
        return note is null ? seen : seen.Length == 0 ? note.Count : $"{seen} · {note.Count}";
    }

    static Area LabelArea(Arrow arrow, string seen) => new(arrow.Way[0].X + 6, arrow.Way[0].Y - 4 - LabelSize,
        CardSize.TextWidth(seen, LabelSize, LabelSize * 0.54), LabelSize);

    static XElement Drawn(Box box, BoxLook look, BoxNote note)
    {
        var area = box.Area;
        var said = note.Said is null ? box.Words : $"{box.Words}, {note.Said}";
        var drawn = note.Address is null ? new XElement(Svg + "g")
            : new XElement(Svg + "a", new XAttribute("href", note.Address), new XAttribute("aria-label", said));
        drawn.Add(new XElement(Svg + "title", said));
        var round = box.Kind is BoxKind.Start or BoxKind.End ? area.Height / 2 : 8;
        // A second sheet lies behind what holds steps of its own.
        if (box.Inside is not null) drawn.Add(Sheet(area with { X = area.X + 4, Y = area.Y + 4 }, round, look.Color, 1.5));
        drawn.Add(Sheet(area, round, note.IsChosen ? Chosen : look.Color, note.IsChosen ? 4 : 1.5, Tones[note.Tone]));
        drawn.Add(new XElement(Svg + "rect", Attribute("x", area.X + 8), Attribute("y", area.Middle.Y - 16), Attribute("width", 32),
            Attribute("height", 32), Attribute("rx", round > 8 ? 16 : 5), Attribute("fill", look.Color)));
        var icon = XElement.Parse($"<g xmlns='{Svg}'>{look.Icon}</g>");
        icon.Add(Attribute("transform", $"translate({Number(area.X + 12)} {Number(area.Middle.Y - 12)})"), Attribute("fill", Paper));
        drawn.Add(icon);
        var lines = Lines(box.Words, area.Width - IconPlace - 20);
        var top = area.Middle.Y - (lines.Count - 1) * LineHeight / 2 + TextSize * 0.35;
        // What the link says has all words in one piece; what is seen of them may be cut, and stands on two lines.
        var seen = new XElement(Svg + "g", Attribute("pointer-events", "none"),
            lines.Select((line, index) => Text(line, area.X + IconPlace + 9, top + index * LineHeight, TextSize, Ink)),
            note.Badge is { } badge ? Badge(area, badge) : [], note.Comments > 0 ? CommentMark(area, note.Comments) : []);
        if (note.Address is not null) seen.Add(new XAttribute("aria-hidden", "true"));
        return new XElement(Svg + "g", drawn, seen);
    }

    static XElement Sheet(Area area, double round, string color, double thickness, string paper = Paper) => new(Svg + "rect", Attribute("x", area.X),
        Attribute("y", area.Y), Attribute("width", area.Width), Attribute("height", area.Height), Attribute("rx", round), Attribute("fill", paper),
        Attribute("stroke", color), Attribute("stroke-width", thickness));

    static XElement[] Badge(Area area, string text)
    {
        var width = 16 + CardSize.TextWidth(text, 13, 8);
        return
        [
            new(Svg + "rect", Attribute("x", area.Right - width + 8), Attribute("y", area.Y - 11), Attribute("width", width), Attribute("height", 22),
                Attribute("rx", 11), Attribute("fill", Chosen), Attribute("stroke", Paper), Attribute("stroke-width", 2)),
            Text(text, area.Right - width / 2d + 8, area.Y + 4.5, 13, Paper, Attribute("text-anchor", "middle"), Attribute("font-weight", "bold")),
        ];
    }

    /// <summary>A speech bubble at the lower edge, away from the number of those who stand there.</summary>
    static XElement[] CommentMark(Area area, int count)
    {
        var text = count.ToString(CultureInfo.InvariantCulture);
        var (width, top) = (18 + CardSize.TextWidth(text, 12, 7.5), area.Bottom - 11);
        var left = area.Right - width - 10;
        return
        [
            new(Svg + "path", Attribute("d", $"M{Number(left + 6)} {Number(top + 17)}l0 8l8 -8z"), Attribute("fill", Talk)),
            new(Svg + "rect", Attribute("x", left), Attribute("y", top), Attribute("width", width), Attribute("height", 19), Attribute("rx", 5),
                Attribute("fill", Talk), Attribute("stroke", Paper), Attribute("stroke-width", 1.5), Attribute("class", "comments")),
            Text(text, left + width / 2, top + 14, 12, Paper, Attribute("text-anchor", "middle"), Attribute("font-weight", "bold")),
        ];
    }

    static XElement Text(string text, double x, double y, double size, string color, params XAttribute[] more) => new(Svg + "text", Attribute("x", x),
        Attribute("y", y), Attribute("font-size", size), Attribute("fill", color), more, text);

    /// <summary>Two lines at most; a longer text is cut, and the box's title has all of it.</summary>
    static List<string> Lines(string words, double width)
    {
        var line = new StringBuilder();
        var lines = new List<string>();
        foreach (var word in Pieces(words))
        {
            if (line.Length > 0 && TextWidth(line + word.TrimEnd()) > width)
            {
                if (lines.Count == 1) return [lines[0], $"{line.ToString().TrimEnd()}…"];
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
            }
            line.Append(word);
        }
        lines.Add(line.ToString().TrimEnd());
        return lines;
    }

    /// <summary>Where a line may end: after a space, and after a Chinese character.</summary>
    static IEnumerable<string> Pieces(string words)
    {
        var start = 0;
        for (var index = 0; index < words.Length; index++)
            if (words[index] == ' ' || words[index] >= '\u2e80' && !char.IsSurrogate(words[index]))
            {
                yield return words[start..(index + 1)];
                start = index + 1;
            }
        if (start < words.Length) yield return words[start..];
    }

    static double TextWidth(string words) => CardSize.TextWidth(words, TextSize, TextSize * 0.54);

    static XAttribute Attribute(string name, string value) => new(name, value);
    static XAttribute Attribute(string name, double value) => new(name, Number(value));
    static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
