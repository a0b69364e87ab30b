using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Scenarios.Sentences;
using YamlDotNet.RepresentationModel;

namespace ThreeStep.Orders.Scenarios;

/// <summary>
/// Reads a file of scenarios. It goes on after a mistake, so that whoever writes learns of all of them at once. What a file looks like, and every
/// sentence, stands in docs/scenarios.md.
/// </summary>
public sealed class ScenarioReader
{
    const int MostScenarios = 200;
    const int MostSentences = 500;
    const int MostRecords = 500;
    const int LongestSentence = 2_000;

    readonly List<ScenarioError> errors = [];

    ScenarioReader() { }

    /// <param name="name">What the file is called.</param>
    public static ScenarioFile Read(string name, string text)
    {
        var reader = new ScenarioReader();
        var (workflow, scenarios) = ((string?)null, new List<Scenario>());
        try { (workflow, scenarios) = reader.File(PlainYaml.Read(text)); }
        catch (LocatedException located) { reader.errors.Add(located.Error); }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            reader.Wrong(null, new ScenarioException($"This is no YAML: {error.Message}"));
        }
        return new ScenarioFile(name, workflow, scenarios, [.. reader.errors.OrderBy(error => error.Line)]);
    }

    (string? Workflow, List<Scenario> Scenarios) File(YamlNode? root)
    {
        var keys = Keys(root, "workflow", "given", "scenarios");
        var workflow = keys.TryGetValue("workflow", out var named) ? Text(named) : null;
        var shared = keys.TryGetValue("given", out var given) ? Given(given, new Given()) : new Given();
        var scenarios = new List<Scenario>();
        if (!keys.TryGetValue("scenarios", out var list))
        {
            if (root is null or YamlMappingNode) Wrong(root, new ScenarioException("A file of scenarios has a list “scenarios”."));
            return (workflow, scenarios);
        }
        var items = Items(list);
        if (items.Count > MostScenarios) Wrong(list, new ScenarioException($"A file holds {MostScenarios} scenarios at most."));
        foreach (var item in items.Take(MostScenarios)) scenarios.Add(Scenario(item, shared));
        return (workflow, scenarios);
    }

    Scenario Scenario(YamlNode node, Given shared)
    {
        var keys = Keys(node, "scenario", "given", "story");
        var name = keys.TryGetValue("scenario", out var title) ? Text(title) : null;
        if (string.IsNullOrWhiteSpace(name)) Wrong(node, new ScenarioException("A scenario has a name: “scenario”."));
        var given = keys.TryGetValue("given", out var own) ? Given(own, shared) : shared;
        var story = new List<Sentence>();
        if (!keys.TryGetValue("story", out var steps)) Wrong(node, new ScenarioException("A scenario has a “story”: a list of “when” and “then”."));
        else
            foreach (var step in Items(steps))
                foreach (var (part, sentences) in Keys(step, "when", "then"))
                    foreach (var sentence in sentences is YamlSequenceNode ? Items(sentences) : [sentences])
                        if (Sentence(sentence, part == "when" ? StoryPart.When : StoryPart.Then) is { } read) story.Add(read);
        if (story.Count > MostSentences) Wrong(node, new ScenarioException($"A story has {MostSentences} sentences at most."));
        return new Scenario(name ?? "", Line(node), given, story);
    }

    Sentence? Sentence(YamlNode node, StoryPart part)
    {
        if (node is YamlMappingNode { Children.Count: > 0 } mapping)
        {
            var begin = mapping.Children.First().Key.ToString();
            Wrong(node, new ScenarioException($"A sentence with a colon and a space stands in single quotes: '{begin}: …'."));
            return null;
        }
        if (Text(node) is not { Length: > 0 } text) return null;
        try
        {
            if (text.Length > LongestSentence) throw new ScenarioException($"A sentence has {LongestSentence} letters at most.");
            return SentenceForms.Read(text, part) with { Text = text, Line = Line(node) };
        }
        catch (ScenarioException mistake)
        {
            Wrong(node, mistake);
            return null;
        }
    }

    Given Given(YamlNode node, Given shared)
    {
        var given = shared;
        foreach (var (key, value) in Keys(node, "now", "workflows", "company", "calendar", "people", "customers", "campaigns", "leads", "deals",
            "cases", "answers"))
            given = key switch
            {
                "now" => Moment(value) is { } now ? given with { Now = now } : given,
                "workflows" => given with { Workflows = Items(value).Select(Text).OfType<string>().ToList() },
                "company" => given with { Company = Merge(given.Company, Thing("Company", "company", value)) },
                "calendar" => given with { Calendar = Merge(given.Calendar, Thing("Calendar", "calendar", value)) },
                "people" => given with { People = Merge(given.People, Things("Person", value)) },
                "answers" => given with { Answers = Merge(given.Answers, Things("Answer", value)) },
                _ => given with
                {
                    Records = Merge(given.Records, Things(key switch
                    {
                        "customers" => "Customer",
                        "campaigns" => "Campaign",
                        "leads" => "Lead",
                        "deals" => "Deal",
                        _ => "Case",
                    }, value))
                },
            };
        if (given.Records.Count + given.People.Count > MostRecords)
            Wrong(node, new ScenarioException($"There are {MostRecords} people and records at most."));
        return given;
    }

    static GivenThing Merge(GivenThing? known, GivenThing added) => known is null ? added : added with { Fields = Merge(known.Fields, added.Fields) };

    static Dictionary<string, JsonNode?> Merge(IReadOnlyDictionary<string, JsonNode?> known, IReadOnlyDictionary<string, JsonNode?> added)
    {
        var merged = known.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in added) merged[name] = value;
        return merged;
    }

    /// <summary>What a scenario says of somebody who is there already adds to what the file says of them.</summary>
    static List<GivenThing> Merge(IReadOnlyList<GivenThing> known, List<GivenThing> added)
    {
        var all = known.ToList();
        foreach (var thing in added)
        {
            var index = all.FindIndex(other => other.Kind == thing.Kind && other.Name == thing.Name);
            if (index < 0) all.Add(thing);
            else all[index] = Merge(all[index], thing);
        }
        return all;
    }

    List<GivenThing> Things(string kind, YamlNode node) => node switch
    {
        YamlSequenceNode names => Items(names).Select(name => new GivenThing(kind, Text(name) ?? "", new Dictionary<string, JsonNode?>(), Line(name)))
            .ToList(),
        YamlMappingNode things => things.Select(pair => Thing(kind, pair.Key.ToString(), pair.Value)).ToList(),
        _ => Nothing<GivenThing>(node, new ScenarioException("Write names here, each with what is known of it, such as owner: Sophie.")),
    };

    GivenThing Thing(string kind, string name, YamlNode node)
    {
        var fields = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (node is YamlMappingNode mapping)
            foreach (var (key, value) in mapping) fields[ChineseWords.Field(key.ToString())] = PlainYaml.ToJson(value);
        else if (node is not YamlScalarNode { Value: null or "" or "~" })
            Wrong(node, new ScenarioException($"What is known of “{name}” stands in braces behind it, each with its name, such as owner: Sophie."));
        return new GivenThing(kind, name, fields, Line(node));
    }

    DateTime? Moment(YamlNode node)
    {
        try
        {
            if (Text(node) is not { } text) return null;
            var moment = SlotKinds.ReadMoment(text);
            return moment.Year is >= 1991 and < 2100 ? moment : throw new ScenarioException("A story begins between 1991 and 2100.");
        }
        catch (ScenarioException mistake)
        {
            Wrong(node, mistake);
            return null;
        }
    }

    /// <summary>The keys of a mapping in their order, by their English names; one that is not known is a mistake.</summary>
    Dictionary<string, YamlNode> Keys(YamlNode? node, params string[] known)
    {
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (node is not YamlMappingNode mapping)
        {
            if (node is not null) Wrong(node, new ScenarioException($"Here stand the keys {string.Join(", ", known)}."));
            return keys;
        }
        foreach (var (key, value) in mapping)
        {
            var name = ChineseWords.Key(key.ToString());
            if (known.Contains(name)) keys[name] = value;
            else Wrong(key, new ScenarioException($"“{key}” is not known here. Known are: {string.Join(", ", known)}."));
        }
        return keys;
    }

    IReadOnlyList<YamlNode> Items(YamlNode node) =>
        node is YamlSequenceNode list ? [.. list]
            : Nothing<YamlNode>(node, new ScenarioException("Here stands a list: each item on a line that begins with “- ”."));

    string? Text(YamlNode node)
    {
        if (node is YamlScalarNode scalar) return scalar.Value?.Trim();
        Wrong(node, new ScenarioException("Here stands a text."));
        return null;
    }

    List<T> Nothing<T>(YamlNode node, ScenarioException why)
    {
        Wrong(node, why);
        return [];
    }

    static int Line(YamlNode node) => (int)node.Start.Line;

    void Wrong(YamlNode? node, ScenarioException mistake) =>
        errors.Add(new ScenarioError(node is null ? 1 : Line(node), node is null ? 1 : (int)node.Start.Column, mistake.Words));
}
