using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>The variables, inputs and outputs in sight of one execution: its own first, then its containers', up to the workflow's.</summary>
public sealed class VariableScope : IExpressionScope
{
    readonly ActivityContext context;
    readonly ActivityNode node;
    readonly ActivityExecution execution;

    internal VariableScope(ActivityContext context, ActivityNode node, ActivityExecution execution)
    {
        this.context = context;
        this.node = node;
        this.execution = execution;
    }

    InstanceState State => context.Instance;

    public DateTimeOffset Now => context.Now;
    public string InstanceId => State.Id;
    public string? InstanceName { get => State.Name; set => State.Name = value; }
    public string? CorrelationId { get => State.CorrelationId; set => State.CorrelationId = value; }
    public string DefinitionId => State.DefinitionId;
    public string DefinitionVersionId => State.DefinitionVersionId;
    public int DefinitionVersion => State.DefinitionVersion;
    public JsonNode? LastResult => context.LastResult;
    public string NewId() => context.NewId();
    public JsonNode? ReadRecord(string kind, string id) => context.ReadRecord(kind, id);

    /// <summary>Null until a script has chosen.</summary>
    public IReadOnlyList<string>? Outcomes { get; private set; }
    public void SetOutcomes(IReadOnlyList<string> outcomes) => Outcomes = outcomes;

    IEnumerable<(ActivityNode Node, ActivityExecution Execution)> Chain()
    {
        var (currentNode, current) = (node, execution);
        while (true)
        {
            yield return (currentNode, current);
            if (current.ParentId is null || currentNode.Parent is null || State.FindExecution(current.ParentId) is not { } parent) yield break;
            (currentNode, current) = (currentNode.Parent, parent);
        }
    }

    public IEnumerable<string> VariableNames => Chain().SelectMany(level => level.Node.Variables.Select(variable => variable.Name)
        .Concat(level.Execution.Variables.Keys.Where(key => level.Node.Variables.All(variable => variable.Id != key))));

    public JsonNode? GetVariable(string name)
    {
        foreach (var (levelNode, level) in Chain())
        {
            if (Declared(levelNode, name) is { } variable) return level.Variables.GetValueOrDefault(variable.Id);
            if (level.Variables.TryGetValue(name, out var value)) return value;
        }
        return null;
    }

    /// <summary>Sets the innermost variable of that name; a name nobody declared becomes a variable of the workflow.</summary>
    public void SetVariable(string name, JsonNode? value)
    {
        ActivityExecution? root = null;
        foreach (var (levelNode, level) in Chain())
        {
            root = level;
            if (Declared(levelNode, name) is { } variable)
            {
                level.Variables[variable.Id] = Typed(variable, value);
                return;
            }
            if (!level.Variables.ContainsKey(name)) continue;
            level.Variables[name] = Json.Copy(value);
            return;
        }
        root!.Variables[name] = Json.Copy(value);
    }

    /// <summary>Sets the variable with that id, or else of that name.</summary>
    public void SetVariableById(string id, JsonNode? value)
    {
        foreach (var (levelNode, level) in Chain())
            foreach (var variable in levelNode.Variables)
                if (variable.Id == id)
                {
                    level.Variables[id] = Typed(variable, value);
                    return;
                }
        SetVariable(id, value);
    }

    /// <summary>True where the nearest definition, which is used as an activity or is the workflow itself, declares a variable of that id.</summary>
    public bool HasVariable(string id)
    {
        foreach (var (levelNode, _) in Chain())
        {
            foreach (var variable in levelNode.Variables)
                if (variable.Id == id) return true;
            if (levelNode.Composite is not null) return false;
        }
        return false;
    }

    static VariableDefinition? Declared(ActivityNode level, string name)
    {
        foreach (var variable in level.Variables)
            if (variable.Name == name) return variable;
        return null;
    }

    static JsonNode? Typed(VariableDefinition variable, JsonNode? value)
    {
        try { return variable.Take(value); }
        catch (ValueConversionException error)
        {
            throw new ExpressionException($"The variable {variable.Name} does not take this: {error.Words}", null, error);
        }
    }

    /// <summary>The inputs of the nearest definition used as an activity, else of the workflow.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Inputs => Composite() is { } composite
        ? composite.Properties.Object("inputs")?.ToDictionary(input => input.Key, input => input.Value) ?? []
        : State.Input;

    public IEnumerable<string> InputNames => Composite() is { } composite
        ? composite.Properties.Object("inputs")?.Select(input => input.Key) ?? []
        : context.Workflow.Definition.Inputs.Select(input => input.Name).Union(State.Input.Keys);

    public (string ActivityId, string Output)? FindOutput(string activity, string output) => context.Workflow.FindOutput(activity, output);

    /// <summary>True where the nearest definition, which is used as an activity or is the workflow itself, declares an output of that name.</summary>
    public bool HasOutput(string name)
    {
        var definition = Composite() is { } composite ? context.Workflow.Find(composite.NodeId)?.Composite : context.Workflow.Definition;
        return definition?.Outputs.Any(output => output.Name == name) == true;
    }

    public void SetOutput(string name, JsonNode? value)
    {
        if (Composite() is not { } composite) State.Output[name] = Json.Copy(value);
        else
        {
            if (composite.Properties["outputs"] is not JsonObject outputs) composite.Properties["outputs"] = outputs = [];
            outputs[name] = value?.DeepClone();
        }
    }

    public JsonNode? GetOutput(string activityIdOrName, string? outputName)
    {
        var id = State.ActivityOutputs.ContainsKey(activityIdOrName) ? activityIdOrName
            : context.Workflow.Nodes.FirstOrDefault(candidate => candidate.Name == activityIdOrName)?.Id;
        if (id is null || !State.ActivityOutputs.TryGetValue(id, out var outputs)) return null;
        return outputName is null ? outputs.Values.FirstOrDefault() : outputs.GetValueOrDefault(outputName);
    }

    /// <summary>The nearest definition used as an activity around this place; that activity itself sees the outer world.</summary>
    ActivityExecution? Composite()
    {
        foreach (var (levelNode, level) in Chain())
            if (levelNode.Composite is not null && level != execution) return level;
        return null;
    }
}
