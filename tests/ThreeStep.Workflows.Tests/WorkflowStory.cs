using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Testing;

/// <summary>
/// Plays one workflow instance on a clock that is moved by hand. The state goes through JSON between two bursts, as it does in the store,
/// so that nothing lives on in memory only.
/// </summary>
public sealed class WorkflowStory : IDefinitionSource, IRecordReader
{
    readonly Dictionary<string, JsonObject> published = [];
    readonly Dictionary<(string Kind, string Id), JsonNode?> records = [];
    readonly WorkflowCompiler compiler;
    CompiledWorkflow workflow;
    List<CompiledWorkflow>? allPublished;
    readonly Dictionary<int, CompiledWorkflow> versions = [];
    readonly CountingIds ids = new();
    string state = "";

    public WorkflowStory(JsonObject model, IEnumerable<JsonObject>? others = null, params Assembly[] activities)
    {
        compiler = new WorkflowCompiler(new ActivityRegistry(activities), this);
        foreach (var other in others ?? []) published[other.Text("definitionId")!] = other;
        workflow = compiler.Compile(Definition(model));
        versions[1] = workflow;
    }

    public static WorkflowStory Of(string json) => new((JsonObject)JsonNode.Parse(json)!);

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    public CompiledWorkflow Workflow => workflow;
    public BurstBudget Budget { get; set; } = BurstBudget.Default;
    /// <summary>Counts working time, where the story has a calendar.</summary>
    public Func<WorkingTime, DateTimeOffset>? Calendar { get; set; }
    public InstanceState State => JsonSerializer.Deserialize<InstanceState>(state, Json.Options)!;
    public List<Command> Commands { get; } = [];
    public List<JournalEntry> Journal { get; } = [];
    public List<BurstResult> Children { get; } = [];
    public List<Exception> Unforeseen { get; } = [];

    public IEnumerable<string> Lines => Commands.OfType<WriteLineCommand>().Select(line => line.Text);
    public InstanceSubStatus Status => State.SubStatus;
    public IReadOnlyList<string> Waits => State.Bookmarks.Select(bookmark => bookmark.ActivityId).ToList();

    /// <summary>Ids of the activities that have completed, in order.</summary>
    public IEnumerable<string> Completed =>
        Journal.Where(entry => entry.Event == JournalEvents.Completed).Select(entry => workflow.Find(entry.NodeId)!.Id);

    public void SetRecord(string kind, string id, object? record) => records[(kind, id)] = ValueConversion.From(record);

    public WorkflowStory Start(object? input = null, string? correlationId = null)
    {
        var values = (JsonSerializer.SerializeToNode(input) as JsonObject)?.ToDictionary(item => item.Key, item => item.Value?.DeepClone()) ?? [];
        return Keep(Burst.Start(workflow, "instance", new Stimulus.Start(values), Environment(), correlationId))!;
    }

    /// <summary>False when the stimulus changed nothing.</summary>
    public bool Deliver(Stimulus stimulus) => Keep(Burst.Continue(workflow, State, stimulus, Environment())) is not null;

    public bool Event(string name, object? payload = null) =>
        Deliver(new Stimulus.EventReceived(BookmarkOf(StimulusHash.Of("Elsa.Event", name)), name, ValueConversion.From(payload)));

    /// <summary>Answers the wait of an activity.</summary>
    public bool Answer(string activityId, object? result) =>
        Deliver(new Stimulus.TaskCompleted(State.Bookmarks.First(bookmark => bookmark.ActivityId == activityId && bookmark.DueAt is null).Id,
            ValueConversion.From(result)));

    /// <summary>Moves the clock; every timer fires at its own moment.</summary>
    public WorkflowStory Pass(TimeSpan time)
    {
        var end = Now + time;
        while (NextTimer(end) is { DueAt: { } dueAt } timer)
        {
            if (dueAt > Now) Now = dueAt;
            Deliver(new Stimulus.TimerDue(timer.Id));
        }
        Now = end;
        return this;
    }

    Bookmark? NextTimer(DateTimeOffset end) =>
        State.IsFinished ? null : State.Bookmarks.Where(bookmark => bookmark.DueAt <= end).MinBy(bookmark => bookmark.DueAt);

    BurstEnvironment Environment() => new(Now, ids, this, this) { Budget = Budget };

    string BookmarkOf(string hash) => State.Bookmarks.Find(bookmark => bookmark.Hash == hash)?.Id ?? "none";

    WorkflowStory? Keep(BurstResult? burst)
    {
        if (burst is null) return null;
        workflow = versions[burst.State.DefinitionVersion];
        state = JsonSerializer.Serialize(burst.State, Json.Options);
        Commands.AddRange(burst.Commands);
        Journal.AddRange(burst.Journal);
        Children.AddRange(burst.Children);
        Unforeseen.AddRange(burst.Unforeseen);
        return this;
    }

    static WorkflowDefinition Definition(JsonObject model, int version = 1) =>
        new($"version {version}", model.Text("definitionId") ?? "test", version, true, true, DateTimeOffset.UnixEpoch, model);

    /// <summary>What would be said before this workflow is published.</summary>
    public IReadOnlyList<Finding> Findings => WorkflowChecks.Of(workflow, this, this);

    /// <summary>Tries one activity by itself.</summary>
    public ActivityTest Test(string activityId) => Burst.Test(workflow, workflow.FindById(activityId)!, Environment());

    /// <summary>Adds a version of the workflow that the instance may move to.</summary>
    public void AddVersion(int version, string json) => versions[version] = compiler.Compile(Definition((JsonObject)JsonNode.Parse(json)!, version));

    public IReadOnlyList<CompiledWorkflow> Published() =>
        allPublished ??= published.Values.Select(model => compiler.Compile(Definition(model))).ToList();

    public bool Exists(string definitionId) => published.ContainsKey(definitionId);

    public CompiledWorkflow? FindVersion(string definitionId, int version) => versions.GetValueOrDefault(version);

    public CompiledWorkflow? FindPublished(string definitionId) =>
        published.TryGetValue(definitionId, out var model) ? compiler.Compile(Definition(model)) : null;

    public WorkflowDefinition? FindAsActivity(string activityTypeName, string? versionId) =>
        published.Values.Select(model => Definition(model))
            .FirstOrDefault(definition => definition.UsableAsActivity && definition.ActivityTypeName == activityTypeName);

    /// <summary>What records of the product are made of, for checks; anything goes unless told.</summary>
    public Func<string, IReadOnlyCollection<string>?> Fields { get; set; } = _ => [];

    public IReadOnlyCollection<string>? FieldsOf(string kind) => Fields(kind);

    public IReadOnlyCollection<string> Events { get; set; } = [];

    public JsonNode? Read(string kind, string id) => kind == WorkingTime.Kind && Calendar is { } count
        ? ValueConversion.From(count(WorkingTime.Read(id))) : records.GetValueOrDefault((kind, id))?.DeepClone();
}
