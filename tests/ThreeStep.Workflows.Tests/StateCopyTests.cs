using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Tests;

/// <summary>A copy of an instance's state is what the store would give back, and a state of its own.</summary>
public sealed class StateCopyTests
{
    static readonly DateTimeOffset monday = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    static Dictionary<string, JsonNode?> Values() => new()
    {
        ["nothing"] = null,
        ["text"] = "三步曲",
        ["money"] = JsonValue.Create(1.50m),
        ["share"] = JsonValue.Create(0.1d),
        ["day"] = JsonValue.Create(monday),
        ["list"] = new JsonArray(1, new JsonObject { ["inside"] = true }),
        ["read"] = JsonNode.Parse("""{ "amount": 2e3, "empty": null }"""),
    };

    static JsonObject Record() => new() { ["a"] = 1, ["b"] = JsonValue.Create(TimeSpan.FromHours(2)) };

    /// <summary>Nothing in it is what it would be anyway, so that nothing can be forgotten.</summary>
    static InstanceState Full() => new()
    {
        Format = 7,
        Id = "instance",
        DefinitionId = "workflow",
        DefinitionVersionId = "version",
        DefinitionVersion = 3,
        CorrelationId = "deal",
        Name = "name",
        ParentInstanceId = "parent",
        ParentBookmarkId = "wait of the parent",
        TriggerNodeId = "trigger",
        Status = InstanceStatus.Finished,
        SubStatus = InstanceSubStatus.Faulted,
        Input = Values(),
        Output = Values(),
        ActivityOutputs = { ["step"] = Values() },
        Executions =
        {
            new ActivityExecution
            {
                Id = "execution",
                NodeId = "node",
                ParentId = "above",
                ScheduledBy = "before",
                Depth = 2,
                Status = ExecutionStatus.Faulted,
                FaultCount = 1,
                StartedAt = monday,
                Variables = Values(),
                Properties = Record(),
                Inputs = Record(),
                Tokens = [new FlowToken("one", "Done", "other", Consumed: true)],
            },
        },
        Bookmarks = { new Bookmark("id", "name", "hash", Record(), "step", "node", "execution", monday, monday, "act", new(monday, "2 h")) },
        Incidents = { new Incident("step", "node", "Elsa.Event", "It failed", "Exception", monday, "text", 3, "It failed") },
        Scheduled = { new ScheduledActivity("node", "owner", "before", Values(), 2) },
        Undelivered = { new Stimulus.TaskCompleted("id", Record()), new Stimulus.Cancel("sophie", "gone") },
        JournalSequence = 5,
        CreatedAt = monday,
        UpdatedAt = monday.AddDays(1),
        FinishedAt = monday.AddDays(2),
    };

    static string Written(object value) => JsonSerializer.Serialize(value, Json.Options);

    [Fact]
    public void It_is_what_would_be_read_again()
    {
        var read = JsonSerializer.Deserialize<InstanceState>(Written(Full()), Json.Options)!;

        Assert.Equal(Written(read), Written(StateCopy.Of(Full())));
        Assert.Equal(Kinds(read), Kinds(StateCopy.Of(Full())));
    }

    [Fact]
    public void Nothing_is_forgotten()
    {
        foreach (var (full, empty) in ((object, object)[])[(Full(), new InstanceState { Id = "", DefinitionId = "", DefinitionVersion = 0,
            DefinitionVersionId = "" }), (Full().Executions[0], new ActivityExecution { Id = "", NodeId = "" })])
            Assert.All(full.GetType().GetProperties().Where(property => property.CanWrite),
                property => Assert.NotEqual(Written(property.GetValue(empty) ?? ""), Written(property.GetValue(full) ?? "")));
    }

    [Fact]
    public void It_shares_nothing_that_can_change()
    {
        var state = Full();
        var copy = StateCopy.Of(state);

        Assert.Empty(Changeable(state).Intersect(Changeable(copy), ReferenceEqualityComparer.Instance));
        Assert.True(Changeable(copy).Count() > 40);
    }

    /// <summary>As what each value can be read: what a script made is a text or a number of JSON from then on.</summary>
    static List<string> Kinds(InstanceState state) => [.. Changeable(state).OfType<JsonValue>().Select(value => string.Join(' ',
        value.TryGetValue(out string? _), value.TryGetValue(out DateTimeOffset _), value.TryGetValue(out int _), value.TryGetValue(out decimal _),
        value.TryGetValue(out double _), value.TryGetValue(out JsonElement _)))];

    static IEnumerable<object> Changeable(object? value)
    {
        if (value is null or string or Message || value.GetType().IsPrimitive) yield break;
        if (value is JsonNode or ICollection or ActivityExecution) yield return value;
        IEnumerable<object?> inside = value switch
        {
            JsonObject record => record.Select(each => each.Value),
            JsonArray list => list,
            JsonValue => [],
            IDictionary values => values.Values.Cast<object?>(),
            IEnumerable items => items.Cast<object?>(),
            _ when value.GetType().Assembly == typeof(InstanceState).Assembly => value.GetType().GetProperties(BindingFlags.Instance
                | BindingFlags.Public).Where(property => property.GetIndexParameters().Length == 0).Select(property => property.GetValue(value)),
            _ => [],
        };
        foreach (var each in inside.SelectMany(Changeable)) yield return each;
    }
}
