using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace ThreeStep.Workflows.Diagrams;

/// <summary>
/// A diagram as BPMN 2.0 (ISO/IEC 19510) with its places (BPMN DI), for other tools to show; it is no program for them. Outcomes of a step are
/// written as conditions, because BPMN would else go all the ways at once.
/// </summary>
public static class BpmnDocument
{
    static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    static readonly XNamespace Dd = "http://www.omg.org/spec/DD/20100524/DI";
    static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Events are round and gateways stand on a corner: they are drawn in the middle of the place of their card.</summary>
    const double EventSize = 36, GatewaySize = 50;

    /// <param name="id">Of the workflow.</param>
    public static XDocument Of(Diagram diagram, string id, string name)
    {
        var process = new XElement(Bpmn + "process", new XAttribute("id", Name("process", id)), new XAttribute("name", PlainText.Of(name)),
            new XAttribute("isExecutable", "false"));
        var pages = new List<XElement>();
        Write(process, diagram, Name("process", id), pages);
        return new XDocument(new XDeclaration("1.0", "UTF-8", null), new XElement(Bpmn + "definitions",
            new XAttribute(XNamespace.Xmlns + "bpmn", Bpmn), new XAttribute(XNamespace.Xmlns + "bpmndi", Di),
            new XAttribute(XNamespace.Xmlns + "dc", Dc), new XAttribute(XNamespace.Xmlns + "di", Dd), new XAttribute(XNamespace.Xmlns + "xsi", Xsi),
            new XAttribute("id", Name("definitions", id)), new XAttribute("targetNamespace", "https://threestep/workflows"),
            new XAttribute("exporter", "ThreeStep"), process, pages));
    }

    /// <summary>What a sub-process holds is drawn on a page of its own, which tools open from it.</summary>
    static void Write(XElement owner, Diagram diagram, string ownerId, List<XElement> pages)
    {
        var plane = new XElement(Di + "BPMNPlane", new XAttribute("id", $"{ownerId}_plane"), new XAttribute("bpmnElement", ownerId));
        pages.Add(new XElement(Di + "BPMNDiagram", new XAttribute("id", $"{ownerId}_diagram"), plane));
        var boxes = diagram.Boxes.GroupBy(box => box.Id).ToDictionary(group => group.Key, group => group.First());
        var leaving = diagram.Arrows.ToLookup(arrow => arrow.From);
        var entering = diagram.Arrows.ToLookup(arrow => arrow.To);
        var flows = diagram.Arrows.Select((arrow, index) =>
            (Id: string.Create(CultureInfo.InvariantCulture, $"{ownerId}_flow{index + 1}"), Arrow: arrow)).ToList();
        foreach (var box in boxes.Values)
        {
            var boxId = Name("step", box.Node.NodeId);
            var element = new XElement(Bpmn + ElementOf(box, entering[box.Id].Any(), leaving[box.Id].Any()), new XAttribute("id", boxId),
                new XAttribute("name", box.Words));
            element.Add(flows.Where(flow => flow.Arrow.To == box.Id).Select(flow => new XElement(Bpmn + "incoming", flow.Id)));
            element.Add(flows.Where(flow => flow.Arrow.From == box.Id).Select(flow => new XElement(Bpmn + "outgoing", flow.Id)));
            if (element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal) && box.Kind is BoxKind.Time or BoxKind.Event)
                element.Add(new XElement(Bpmn + (box.Kind == BoxKind.Time ? "timerEventDefinition" : "messageEventDefinition"),
                    new XAttribute("id", $"{boxId}_event")));
            owner.Add(element);
            plane.Add(new XElement(Di + "BPMNShape", new XAttribute("id", $"{boxId}_shape"), new XAttribute("bpmnElement", boxId),
                box.Inside is null || element.Name.LocalName != "subProcess" ? null : new XAttribute("isExpanded", "false"),
                Bounds(AreaOf(box, element.Name.LocalName), diagram.Frame)));
            if (box.Inside is { } inside && element.Name.LocalName == "subProcess") Write(element, inside, boxId, pages);
        }
        foreach (var (flowId, arrow) in flows)
        {
            var (from, to) = (boxes[arrow.From], boxes[arrow.To]);
            var isOneOfSeveral = leaving[arrow.From].Count() > 1 && IsTask(from);
            owner.Add(new XElement(Bpmn + "sequenceFlow", new XAttribute("id", flowId),
                arrow.Label.Length == 0 ? null : new XAttribute("name", arrow.Label),
                new XAttribute("sourceRef", Name("step", from.Node.NodeId)), new XAttribute("targetRef", Name("step", to.Node.NodeId)),
                isOneOfSeveral ? new XElement(Bpmn + "conditionExpression", new XAttribute(Xsi + "type", "bpmn:tFormalExpression"),
                    PlainText.Of($"outcome = {string.Join(" or ", arrow.Outcomes)}")) : null));
            plane.Add(new XElement(Di + "BPMNEdge", new XAttribute("id", $"{flowId}_edge"), new XAttribute("bpmnElement", flowId),
                Attached(arrow.Way, from, to, entering, leaving).Select(spot => Spot(Dd + "waypoint", spot, diagram.Frame))));
        }
    }

    static bool IsTask(Box box) => box.Kind is not (BoxKind.Choice or BoxKind.Parallel);

    /// <summary>BPMN lets nothing lead into a start or out of an end.</summary>
    static string ElementOf(Box box, bool isEntered, bool isLeft) => box.Kind switch
    {
        BoxKind.Start when !isEntered => "startEvent",
        BoxKind.Event or BoxKind.Time when !isEntered => "startEvent",
        BoxKind.Event or BoxKind.Time => "intermediateCatchEvent",
        BoxKind.End when !isLeft => "endEvent",
        BoxKind.Choice => "exclusiveGateway",
        BoxKind.Parallel => "parallelGateway",
        BoxKind.Person => "userTask",
        BoxKind.Script => "scriptTask",
        BoxKind.Workflow => "callActivity",
        BoxKind.Group => "subProcess",
        _ => "task",
    };

    static Area AreaOf(Box box, string element)
    {
        var size = element.EndsWith("Event", StringComparison.Ordinal) ? EventSize
            : element.EndsWith("Gateway", StringComparison.Ordinal) ? GatewaySize : 0;
        return size == 0 ? box.Area : new(box.Area.Middle.X - size / 2, box.Area.Middle.Y - size / 2, size, size);
    }

    /// <summary>Arrows are led between cards; where the form is smaller they go on to its edge.</summary>
    static List<Spot> Attached(IReadOnlyList<Spot> way, Box from, Box to, ILookup<string, Arrow> entering, ILookup<string, Arrow> leaving)
    {
        var spots = way.ToList();
        var start = AreaOf(from, ElementOf(from, entering[from.Id].Any(), leaving[from.Id].Any()));
        var end = AreaOf(to, ElementOf(to, entering[to.Id].Any(), leaving[to.Id].Any()));
        if (start != from.Area) spots.InsertRange(0, [new(start.Right, start.Middle.Y), new(from.Area.Right, start.Middle.Y)]);
        if (end != to.Area) spots.Add(new(end.X, end.Middle.Y));
        return spots;
    }

    static XElement Bounds(Area area, Area frame) => new(Dc + "Bounds", new XAttribute("x", Number(area.X - frame.X)),
        new XAttribute("y", Number(area.Y - frame.Y)), new XAttribute("width", Number(area.Width)), new XAttribute("height", Number(area.Height)));

    static XElement Spot(XName name, Spot spot, Area frame) =>
        new(name, new XAttribute("x", Number(spot.X - frame.X)), new XAttribute("y", Number(spot.Y - frame.Y)));

    static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>An NCName, the same for the same id and another for another.</summary>
    static string Name(string kind, string id)
    {
        var name = new StringBuilder(kind).Append('_');
        foreach (var letter in id)
            if (char.IsAsciiLetterOrDigit(letter) || letter == '-') name.Append(letter);
            else name.Append(CultureInfo.InvariantCulture, $"_{(int)letter:x}_");
        return name.ToString();
    }
}
