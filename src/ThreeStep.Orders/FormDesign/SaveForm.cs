using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.FormDesign;

/// <summary>What is changed of the form of a step.</summary>
/// <param name="Fields">All fields, as they stand at the step; none asks for nothing.</param>
/// <param name="Comment">What has changed and why; needed to publish.</param>
/// <param name="Publish">Makes it the version in force at once; else it is the draft. Null publishes.</param>
/// <param name="Revision">Of the content that was looked at; null changes whatever is there.</param>
public sealed record FormInput(JsonArray? Fields, string? Comment = null, bool? Publish = null, string? Revision = null);

/// <summary>Changes what a step asks for, without the designer: a new version like any other, with its comment.</summary>
public static class SaveForm
{
    /// <exception cref="RefusalException">
    /// There is no such step, its form is made by a script, it is no form, nothing is different, or it was to be published with somebody's draft.
    /// </exception>
    public static Task<SavedDefinition> Apply(DefinitionStore definitions, ProcessStore store, string definitionId, string stepId, FormInput input,
        string? by) =>
        WorkflowDrafts.Change(definitions, store, definitionId, latest => Changed(latest, stepId, input.Fields ?? []), input.Publish ?? true,
            input.Comment, input.Revision, by);

    static JsonObject Changed(WorkflowDefinition latest, string stepId, JsonArray written)
    {
        var model = (JsonObject)latest.Model.DeepClone();
        var step = AskingStep.In(model).FirstOrDefault(each => each.Id == stepId) ?? throw RefusalException.NotFound("step with a task", stepId);
        if (step.IsScript) throw RefusalException.Conflict("This form is made while the workflow runs. Change it in the designer.", "fields");
        var fields = Read(written);
        // However it is written: the designer writes it in another way.
        if (JsonNode.DeepEquals(TaskForm.Write(fields ?? []), TaskForm.Write(step.Fields)))
            throw RefusalException.Invalid("fields", "Nothing is different.");
        step.Put(fields);
        return model;
    }

    static IReadOnlyList<TaskField>? Read(JsonArray written)
    {
        try { return TaskForm.Read(written); }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid("fields", refusal.Words); }
    }
}
