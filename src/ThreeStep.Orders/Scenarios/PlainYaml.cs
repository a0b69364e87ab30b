using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ThreeStep.Orders.Scenarios;

/// <summary>
/// YAML as scenarios are written in it: mappings, lists and texts. What could make a small text large or a reader go round in a circle, anchors and
/// deep nesting, is refused before anything is made of it.
/// </summary>
static class PlainYaml
{
    const int Longest = 256 * 1024;
    const int Deepest = 12;

    /// <returns>The one document of the text; null where it is empty.</returns>
    /// <exception cref="LocatedException">It is no YAML, or more than plain YAML.</exception>
    public static YamlNode? Read(string text)
    {
        if (text.Length > Longest)
            throw new LocatedException(1, 1, new ScenarioException($"The text is too long: {text.Length} letters. At most {Longest} are read."));
        try
        {
            RequirePlain(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [var document, ..] ? document.RootNode : null;
        }
        catch (YamlException error)
        {
            var why = error.Message.Contains("mapping", StringComparison.Ordinal)
                ? new ScenarioException($"This is no YAML: {error.Message} A text with a colon and a space in it stands in single quotes.")
                : new ScenarioException($"This is no YAML: {error.Message}");
            throw new LocatedException((int)error.Start.Line, (int)error.Start.Column, why);
        }
    }

    static void RequirePlain(string text)
    {
        var (parser, depth, documents) = (new Parser(new StringReader(text)), 0, 0);
        while (parser.MoveNext())
        {
            var found = parser.Current!;
            depth += found.NestingIncrease;
            if (found is DocumentStart) documents++;
            if (found is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                throw At(found, new ScenarioException("Anchors and aliases (& and *) are not read. Write it out."));
            if (found is NodeEvent { Tag.IsEmpty: false }) throw At(found, new ScenarioException("Tags (!) are not read."));
            if (depth > Deepest) throw At(found, new ScenarioException("This is nested too deeply."));
            if (documents > 1) throw At(found, new ScenarioException("A file holds one document. Write further scenarios into the list “scenarios”."));
        }
    }

    static LocatedException At(ParsingEvent found, ScenarioException error) => new((int)found.Start.Line, (int)found.Start.Column, error);

    /// <summary>A text, a list or a mapping as JSON; what reads as a number or as true or false is one, unless it is quoted.</summary>
    public static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain } plain => PlainValue.Of(plain.Value),
        YamlScalarNode text => JsonValue.Create(text.Value),
        YamlSequenceNode list => new JsonArray([.. list.Select(ToJson)]),
        YamlMappingNode mapping => new JsonObject(mapping.Select(pair => KeyValuePair.Create(pair.Key.ToString(), ToJson(pair.Value)))),
        _ => null,
    };
}

/// <summary>Something is wrong at a place of a text.</summary>
sealed class LocatedException(int line, int column, ScenarioException error) : Exception(error.Message, error)
{
    public ScenarioError Error { get; } = new(line, column, error.Words);
}
