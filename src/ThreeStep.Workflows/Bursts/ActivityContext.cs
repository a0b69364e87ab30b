using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

/// <summary>What an activity can see and ask for while it runs, resumes or hears of a child.</summary>
public sealed class ActivityContext
{
    static readonly IReadOnlyList<string> Done = ["Done"];

    readonly Burst burst;
    JsonObject? outputs;

    internal ActivityContext(Burst burst, ActivityNode node, ActivityExecution execution)
    {
        this.burst = burst;
        Node = node;
        Execution = execution;
    }

    public ActivityNode Node { get; }
    public ActivityExecution Execution { get; }
    public InstanceState Instance => burst.State;
    public CompiledWorkflow Workflow => burst.Workflow;
    /// <summary>UTC; the same for the whole burst.</summary>
    public DateTimeOffset Now => burst.Environment.Now;
    public IDefinitionSource Definitions => burst.Environment.Definitions;
    /// <summary>True where this very activity started the instance.</summary>
    public bool IsTrigger => burst.TriggerNodeId == Node.NodeId && !Execution.Properties.ContainsKey("triggered");
    public JsonNode? TriggerPayload => burst.TriggerPayload;
    /// <summary>Who cancels the instance and why, while it is being cancelled; null where an activity is cancelled because the flow went on elsewhere.</summary>
    public Stimulus.Cancel? Cancellation => burst.Cancellation;
    internal ActivityExecution? CompletedChild { get; init; }

    public string NewId() => burst.Environment.Ids.Next();

    /// <summary>Evaluates an input. The journal keeps the value.</summary>
    /// <exception cref="ExpressionException">The expression fails or its value does not fit.</exception>
    public T? Get<T>(Input<T> input)
    {
        if (input.Expression is null) return input.DefaultValue;
        try
        {
            var value = ExpressionEvaluator.Evaluate(input.Expression, Scope());
            Execution.Inputs[input.Name] = value?.DeepClone();
            return value is null ? input.DefaultValue : ValueConversion.To<T>(value);
        }
        catch (ExpressionException error)
        {
            throw Named(error, input.Name);
        }
        catch (ValueConversionException error)
        {
            throw new ExpressionException($"{input.Name}: {error.Message}", null, error) { Property = input.Name };
        }
    }

    /// <summary>Evaluates an expression that stands outside of an input, such as the condition of a case.</summary>
    public JsonNode? Evaluate(Expression expression, string property, VariableScope? scope = null)
    {
        try { return ExpressionEvaluator.Evaluate(expression, scope ?? Scope()); }
        catch (ExpressionException error) { throw Named(error, property); }
    }

    static ExpressionException Named(ExpressionException error, string property) =>
        new(error.Line is { } line ? $"{property}, line {line}: {error.Message}" : $"{property}: {error.Message}", error.Line, error) { Property = property };

    /// <summary>Sets an output: the journal keeps it, the bound variable gets it, later activities find it.</summary>
    public void Set(Output output, JsonNode? value)
    {
        value = Json.Copy(value);
        (outputs ??= [])[output.Name] = value?.DeepClone();
        if (!Instance.ActivityOutputs.TryGetValue(Node.Id, out var known)) Instance.ActivityOutputs[Node.Id] = known = [];
        known[output.Name] = value?.DeepClone();
        burst.LastResult = value;
        if (output.VariableId is { } id) Scope(parent: true).SetVariableById(id, value);
    }

    internal JsonObject? TakeOutputs() => outputs;

    public void Complete() => burst.Complete(this, Done);
    public void Complete(string outcome) => burst.Complete(this, [outcome]);
    public void Complete(IReadOnlyList<string> outcomes) => burst.Complete(this, outcomes);

    /// <summary>Ends the whole instance.</summary>
    public void FinishInstance()
    {
        burst.State.Executions.Remove(Execution);
        Execution.Status = ExecutionStatus.Completed;
        burst.Record(JournalEvents.Completed, Execution, Node);
        burst.End(InstanceSubStatus.Finished);
    }

    public void Schedule(ActivityNode child, Dictionary<string, JsonNode?>? variables = null) => burst.Schedule(this, child, variables);

    /// <summary>Waits. With <paramref name="dueAt"/> (UTC) time resumes it, otherwise a stimulus of the same name and hash.</summary>
    public Bookmark Wait(string name, string hash, JsonObject? payload = null, DateTimeOffset? dueAt = null, string? purpose = null)
    {
        var bookmark = new Bookmark(NewId(), name, hash, payload, Node.Id, Node.NodeId, Execution.Id, Now, dueAt, purpose);
        burst.State.Bookmarks.Add(bookmark);
        return bookmark;
    }

    /// <summary>Waits until a time (UTC), however far away or already past.</summary>
    public Bookmark WaitUntil(DateTimeOffset time, string? purpose = null) =>
        Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, time.UtcDateTime.ToString("O")), new JsonObject { ["resumeAt"] = time }, time, purpose);

    public void Emit(Command command) => burst.Emit(command);

    /// <summary>Reads a domain record; the burst remembers what it saw.</summary>
    public JsonNode? ReadRecord(string kind, string id) => burst.Read(kind, id);

    /// <inheritdoc cref="ReadRecord"/>
    public T? ReadRecord<T>(string kind, string id) where T : class => ValueConversion.To<T>(ReadRecord(kind, id));

    /// <summary>Runs another workflow's first burst right here; it is committed together with this one.</summary>
    public BurstResult RunChild(CompiledWorkflow workflow, Dictionary<string, JsonNode?> input, string? correlationId, string? parentBookmarkId) =>
        burst.RunChild(workflow, input, correlationId, parentBookmarkId);

    public IEnumerable<ActivityExecution> ChildExecutions() => Instance.Executions.Where(execution => execution.ParentId == Execution.Id);
    public bool HasScheduledChildren => burst.HasScheduled(Execution);
    public void CancelChild(ActivityExecution child) => burst.CancelExecution(child);

    /// <summary>Variables, inputs and outputs as expressions of this activity see them; with <paramref name="parent"/> as its container sees them.</summary>
    public VariableScope Scope(bool parent = false) =>
        parent && Node.Parent is { } container && Instance.FindExecution(Execution.ParentId) is { } owner ? new VariableScope(burst, container, owner) : new VariableScope(burst, Node, Execution);
}
