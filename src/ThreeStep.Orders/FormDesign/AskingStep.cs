using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.FormDesign;

/// <summary>A step of a workflow that gives somebody a task, and what it asks for; a place in the workflow's JSON.</summary>
public sealed class AskingStep
{
    public const string TypeName = "ThreeStep.AssignTask";
    /// <summary>The input (camelCase) that holds the form.</summary>
    public const string Input = "form";

    readonly JsonObject step;

    AskingStep(JsonObject step) => this.step = step;

    public string Id => step.Text("id")!;

    /// <summary>As its card says, in both languages maybe.</summary>
    public string Name => step.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown : step.Text("name") ?? Id;

    /// <summary>Every step of that kind, in the order of the JSON.</summary>
    public static IEnumerable<AskingStep> In(JsonObject model) => Inside(model["root"]).Select(step => new AskingStep(step));

    static IEnumerable<JsonObject> Inside(JsonNode? node) => node switch
    {
        JsonObject step when step.Text("type") == TypeName && step.Text("id") is not null => [step],
        JsonObject other => other.SelectMany(part => Inside(part.Value)),
        JsonArray list => list.SelectMany(Inside),
        _ => [],
    };

    JsonObject? Expression => step.Object(Input)?.Object("expression");

    /// <summary>What it asks for is only known when the workflow runs.</summary>
    public bool IsScript => Expression?.Text("type") is not (null or "Object" or "Json" or "Literal" or "");

    /// <summary>What it asks for; none where nothing is, or where it cannot be read.</summary>
    public IReadOnlyList<TaskField> Fields
    {
        get
        {
            if (IsScript) return [];
            try { return TaskForm.Read(Expression?["value"]) ?? []; }
            catch (ValueConversionException) { return []; }
        }
    }

    /// <summary>As the designer writes it, whose editor shows the text.</summary>
    internal void Put(IReadOnlyList<TaskField>? fields)
    {
        if (fields is null) step.Remove(Input);
        else step[Input] = new JsonObject
        {
            ["typeName"] = "Object",
            ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = TaskForm.Write(fields).ToJsonString(Json.Indented) },
        };
    }
}
