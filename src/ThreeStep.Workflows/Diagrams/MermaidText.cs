using System.Globalization;
using System.Text;

namespace ThreeStep.Workflows.Diagrams;

/// <summary>A diagram as Mermaid draws it, for wikis and Markdown files.</summary>
public static class MermaidText
{
    /// <summary>Lines end with a line feed.</summary>
    public static string Of(Diagram diagram)
    {
        var text = new StringBuilder("flowchart LR\n");
        var names = diagram.AllBoxes.Select((box, index) => (box.Node.NodeId, Name: string.Create(CultureInfo.InvariantCulture, $"n{index + 1}")))
            .GroupBy(item => item.NodeId).ToDictionary(group => group.Key, group => group.First().Name);
        Write(text, diagram, names, "  ");
        return text.ToString();
    }

    static void Write(StringBuilder text, Diagram diagram, Dictionary<string, string> names, string indent)
    {
        foreach (var box in diagram.Boxes)
        {
            var (name, words) = (names[box.Node.NodeId], Quoted(box.Words));
            if (box.Inside is { } inside)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}subgraph {name}[{words}]\n");
                Write(text, inside, names, indent + "  ");
                text.Append(indent).Append("end\n");
            }
            else text.Append(indent).Append(name).Append(Shaped(box.Kind, words)).Append('\n');
        }
        var here = diagram.Boxes.GroupBy(box => box.Id).ToDictionary(group => group.Key, group => names[group.First().Node.NodeId]);
        foreach (var arrow in diagram.Arrows)
        {
            var label = arrow.Label.Length == 0 ? "" : $"|{Quoted(arrow.Label)}|";
            text.Append(CultureInfo.InvariantCulture, $"{indent}{here[arrow.From]} -->{label} {here[arrow.To]}\n");
        }
    }

    static string Shaped(BoxKind kind, string words) => kind switch
    {
        BoxKind.Start or BoxKind.End => $"([{words}])",
        BoxKind.Choice => $"{{{words}}}",
        BoxKind.Parallel => $"{{{{{words}}}}}",
        BoxKind.Event or BoxKind.Time => $">{words}]",
        BoxKind.Workflow => $"[[{words}]]",
        _ => $"[{words}]",
    };

    /// <summary>Mermaid's own way to write marks that would end the text or be read as markup.</summary>
    static string Quoted(string words)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in words)
            if (letter is '"' or '#' or '<' or '>' or '&' or ';' or '`' or '\\') quoted.Append(CultureInfo.InvariantCulture, $"#{(int)letter};");
            else quoted.Append(char.IsControl(letter) ? ' ' : letter);
        return quoted.Append('"').ToString();
    }
}
