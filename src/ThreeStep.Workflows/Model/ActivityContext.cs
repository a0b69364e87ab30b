using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>What an activity can see and ask for while it runs, resumes or hears of a child. A burst carries it out.</summary>
public abstract class ActivityContext(ActivityNode node, ActivityExecution execution)
{
    static readonly IReadOnlyList<string> Done = ["Done"];

    JsonObject? outputs;

    public ActivityNode Node => node;
    public ActivityExecution Execution => execution;
    public abstract InstanceState Instance { get; }
    public CompiledWorkflow Workflow => Around.Workflow;
    /// <summary>UTC; the same for the whole burst.</summary>
    public abstract DateTimeOffset Now { get; }
    public IDefinitionSource Definitions => Around.Definitions;
    /// <summary>What values may name; records are read through the burst, which remembers what it saw.</summary>
    public abstract Surroundings Around { get; }
    /// <summary>True where this very activity started the instance.</summary>
    public bool IsTrigger => Instance.TriggerNodeId == Node.NodeId && !Execution.Properties.ContainsKey("triggered");
    public abstract JsonNode? TriggerPayload { get; }
    /// <summary>
    /// Who cancels the instance and why, while it is being cancelled; null where an activity is cancelled because the flow went on elsewhere.
    /// </summary>
    public abstract Stimulus.Cancel? Cancellation { get; }

    /// <summary>The output that was set last, by whichever activity.</summary>
    public abstract JsonNode? LastResult { get; protected set; }

    public abstract string NewId();

    /// <summary>Evaluates an input. The journal keeps the value.</summary>
    /// <exception cref="ExpressionException">The expression fails or its value does not fit.</exception>
    public T? Get<T>(Input<T> input)
    {
        try
        {
            var value = input.Expression is null ? null : ExpressionEvaluator.Evaluate(input.Expression, Scope());
            if (input.Expression is not null) Execution.Inputs[input.Name] = input.IsSensitive ? Hidden(value) : value?.DeepClone();
            var (read, objection) = input.Read(value, Node, Around, isRunning: true);
            return objection is { IsFault: true } ? throw new ExpressionException(objection.Words) : (T?)read;
        }
        catch (ExpressionException error) { throw Named(error, input.Name, input.Label); }
    }

    /// <summary>What the journal keeps of a secret: that there is one, and in an object which.</summary>
    static JsonNode? Hidden(JsonNode? value) => value switch
    {
        null => null,
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key, Hidden(field.Value)))),
        _ => "•••",
    };

    /// <summary>Evaluates an expression that stands outside of an input, such as the condition of a case.</summary>
    public JsonNode? Evaluate(Expression expression, string property, VariableScope? scope = null)
    {
        try { return ExpressionEvaluator.Evaluate(expression, scope ?? Scope()); }
        catch (ExpressionException error) { throw Named(error, property, property); }
    }

    static ExpressionException Named(ExpressionException error, string property, Message label)
    {
        // Chosen between by ?: they would be texts already, and could not be translated any more.
        Message words = $"{label}: {error.Words}";
        if (error.Line is { } line) words = $"{label}, line {line}: {error.Words}";
        return new(words, error.Line, error) { Property = property };
    }

    /// <summary>Sets an output: the journal keeps it, what it is bound to gets it, later activities find it.</summary>
    public void Set(Output output, JsonNode? value)
    {
        value = Json.Copy(value);
        Set(output.Name, value);
        LastResult = value;
        if (output.BoundTo is { } target) HandOn(target, value);
    }

    /// <summary>Sets an output that only the definition knows (<see cref="Activity.FurtherOutputs"/>).</summary>
    public void Set(string output, JsonNode? value)
    {
        (outputs ??= [])[output] = value?.DeepClone();
        if (!Instance.ActivityOutputs.TryGetValue(Node.Id, out var known)) Instance.ActivityOutputs[Node.Id] = known = [];
        known[output] = value?.DeepClone();
    }

    /// <summary>Elsa writes a variable's id or the name of an output of the workflow in the same place.</summary>
    void HandOn(string target, JsonNode? value)
    {
        var around = Scope(parent: true);
        if (!around.HasVariable(target) && Scope().HasOutput(target)) Scope().SetOutput(target, value);
        else around.SetVariableById(target, value);
    }

    /// <summary>What the activity has put out so far, by name; null when nothing.</summary>
    public JsonObject? Outputs => outputs;

    public void Complete() => Complete(Done);
    public void Complete(string outcome) => Complete([outcome]);
    public abstract void Complete(IReadOnlyList<string> outcomes);

    /// <summary>Ends the whole instance.</summary>
    public abstract void FinishInstance();

    public abstract void Schedule(ActivityNode child, Dictionary<string, JsonNode?>? variables = null);

    /// <summary>Waits. With <paramref name="dueAt"/> (UTC) time resumes it, otherwise a stimulus of the same name and hash.</summary>
    public Bookmark Wait(string name, string hash, JsonObject? payload = null, DateTimeOffset? dueAt = null, string? purpose = null)
    {
        var bookmark = new Bookmark(NewId(), name, hash, payload, Node.Id, Node.NodeId, Execution.Id, Now, dueAt, purpose);
        Instance.Bookmarks.Add(bookmark);
        return bookmark;
    }

    /// <summary>Waits until a time (UTC), however far away or already past.</summary>
    public Bookmark WaitUntil(DateTimeOffset time, string? purpose = null) =>
        Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, time.UtcDateTime.ToString("O")), new JsonObject { ["resumeAt"] = time }, time, purpose);

    /// <summary>
    /// Waits for a length of time from now on. Where it is working time, the wait keeps how it was counted, and follows the calendar when that
    /// changes.
    /// </summary>
    /// <param name="calendar">Whose; null is the company's.</param>
    /// <exception cref="ExpressionException">It is working time and nobody here knows a calendar.</exception>
    public Bookmark WaitFor(Duration length, string? purpose = null, string? calendar = null)
    {
        if (!length.IsWorkingTime) return WaitUntil(length.After(Now), purpose);
        return WaitUntil(new WorkingTime(Now, length.ToString(), calendar), purpose);
    }

    /// <inheritdoc cref="WaitFor"/>
    public Bookmark WaitUntil(WorkingTime counted, string? purpose = null)
    {
        var bookmark = WaitUntil(When(counted), purpose);
        return Instance.Bookmarks[^1] = bookmark with { Counted = counted };
    }

    /// <summary>When a length of working time is over. UTC.</summary>
    /// <exception cref="ExpressionException">Nobody here knows a calendar.</exception>
    public DateTimeOffset When(WorkingTime counted) =>
        ReadRecord(WorkingTime.Kind, counted.Question) is { } time ? ValueConversion.To<DateTimeOffset>(time)
            : throw new ExpressionException($"“{counted.Length}” cannot be counted: there is no calendar that says when people work.");

    /// <summary>The time zone that times of day are meant in; UTC where the product has none. An IANA name.</summary>
    public string TimeZone => ReadRecord("TimeZone", "company") is { } zone ? ValueConversion.AsText(zone) : "UTC";

    public abstract void Emit(Command command);

    /// <summary>Reads a domain record; the burst remembers what it saw.</summary>
    public JsonNode? ReadRecord(string kind, string id) => Around.Records.Read(kind, id);

    /// <inheritdoc cref="ReadRecord"/>
    public T? ReadRecord<T>(string kind, string id) where T : class => ValueConversion.To<T>(ReadRecord(kind, id));

    /// <summary>Runs another workflow's first burst right here; it is committed together with this one.</summary>
    public abstract BurstResult RunChild(CompiledWorkflow workflow, Dictionary<string, JsonNode?> input, string? correlationId,
        string? parentBookmarkId);

    public IEnumerable<ActivityExecution> ChildExecutions() => Instance.Executions.Where(execution => execution.ParentId == Execution.Id);
    public abstract bool HasScheduledChildren { get; }
    public abstract void CancelChild(ActivityExecution child);

    /// <summary>
    /// Variables, inputs and outputs as expressions of this activity see them; with <paramref name="parent"/> as its container sees them.
    /// </summary>
    public VariableScope Scope(bool parent = false) =>
        parent && Node.Parent is { } container && Instance.FindExecution(Execution.ParentId) is { } owner
            ? new VariableScope(this, container, owner)
            : new VariableScope(this, Node, Execution);
}
