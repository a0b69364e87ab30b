using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Web.Diagrams;
using ThreeStep.Web.Process;
using ThreeStep.Web.Texts;
using ThreeStep.Web.Thresholds;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Moves;

sealed record StepToChoose(string Id, string Words);

/// <summary>A value that an instance has, and may be given another.</summary>
/// <param name="Id">Of the variable.</param>
/// <param name="Said">As it is told to people.</param>
/// <param name="Setting">How it is edited; of what is no setting, as text.</param>
sealed record ValueToChange(string Id, string Words, string Said, JsonNode? Value, WorkflowSetting Setting, bool IsSetting)
{
    public EditedValue Edit() => new(Setting, Value);

    /// <summary>What somebody wrote: of a setting as its field has it, else JSON where it is some, and text where not.</summary>
    public JsonNode? Read(EditedValue edited)
    {
        if (IsSetting || Value is JsonValue text && text.TryGetValue(out string? _) || edited.Value is not { } written) return edited.Value;
        try { return JsonNode.Parse(written.ToString()); }
        catch (JsonException) { return written; }
    }

    public static ValueToChange Of(VariableDefinition variable, WorkflowDefinition definition, JsonNode? value)
    {
        var known = definition.Settings.FirstOrDefault(each => each.Id == variable.Name);
        var setting = known ?? new WorkflowSetting(variable.Id, variable.Name, null, variable.Name, SettingKind.Text) { MayBeEmpty = true };
        // The designer writes tables as text.
        if (setting.Kind is SettingKind.Table or SettingKind.List && value is JsonValue) value = Parsed(value.ToString()) ?? value;
        var plain = value is JsonObject or JsonArray ? value.ToJsonString(Json.Options) : null;
        return new(variable.Id, Bilingual.Said(setting.Name), plain is null ? EditedValue.Said(setting, value, id => id) : WorkflowChange.Cut(plain),
            setting.Kind == SettingKind.Text && plain is not null ? plain : value, setting, known is not null);
    }

    static JsonNode? Parsed(string text)
    {
        try { return JsonNode.Parse(text); }
        catch (JsonException) { return null; }
    }
}

/// <summary>What can be mended of an instance, in its reader's words: where it stands, what it knows, where it could go on.</summary>
/// <param name="VersionId">Of the version it runs on.</param>
/// <param name="Incident">The last one.</param>
/// <param name="StandsAt">Where it waits, and where it has failed.</param>
/// <param name="Runnable">Steps of the parts of the workflow that it is in.</param>
/// <param name="Versions">Which it could take over, the latest first.</param>
/// <param name="Outcomes">Of a step: the outcomes that lead on.</param>
sealed record CaseToMend(string Name, string VersionId, Incident? Incident, IReadOnlyList<StepToChoose> StandsAt,
    IReadOnlyList<StepToChoose> Runnable, IReadOnlyList<ValueToChange> Values, IReadOnlyList<int> Versions,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Outcomes)
{
    public IReadOnlyList<string> OutcomesOf(string step) => Outcomes.GetValueOrDefault(step, []);

    /// <returns>Null when the version it runs on is not there.</returns>
    public static async Task<CaseToMend?> Of(InstanceState state, CompiledDefinitions definitions, WorkflowDiagrams diagrams, WorkflowWords words,
        IReadOnlyDictionary<string, Subject> subjects, IReadOnlyList<int> versions, CancellationToken token)
    {
        if (definitions.FindVersion(state.DefinitionVersionId) is not { } workflow) return null;
        var drawn = await diagrams.Find(state.DefinitionId, state.DefinitionVersion, CultureInfo.CurrentUICulture, token);
        StepToChoose Step(string id) => new(id, words.Step(state.DefinitionVersionId, id));
        // What only listens comes last: it is hardly ever what somebody means.
        var waits = state.Bookmarks.OrderBy(wait => wait.Name == Waits.Listening).Select(wait => wait.ActivityId);
        var standing = state.Incidents.Select(incident => incident.ActivityId).Concat(waits).Distinct().Where(id => id != workflow.Root.Id).ToList();
        var running = state.Executions.Select(execution => execution.NodeId).ToHashSet();
        var runnable = workflow.Nodes.Where(node => node.Parent is { } parent && running.Contains(parent.NodeId) && parent.Parent is not null)
            .Select(node => Step(node.Id)).Where(step => step.Words != step.Id).DistinctBy(step => step.Id)
            .OrderBy(step => step.Words, StringComparer.CurrentCulture).ToList();
        var name = Bilingual.Said(state.CorrelationId is { } about && subjects.TryGetValue(about, out var subject) ? subject.Name
            : state.Name ?? state.Id);
        return new(name, state.DefinitionVersionId, state.Incidents.LastOrDefault(), standing.ConvertAll(Step), runnable,
            ValuesOf(workflow.Definition, state), versions, OutcomesIn(drawn));
    }

    static Dictionary<string, IReadOnlyList<string>> OutcomesIn(DrawnWorkflow? drawn) =>
        (drawn is null ? [] : drawn.Whole.AllBoxes.Select(box => box.Inside).Prepend(drawn.Whole).OfType<Workflows.Diagrams.Diagram>())
        .SelectMany(diagram => diagram.Arrows).GroupBy(arrow => arrow.From).ToDictionary(group => group.Key,
            group => (IReadOnlyList<string>)group.SelectMany(arrow => arrow.Outcomes).Distinct().ToList());

    static List<ValueToChange> ValuesOf(WorkflowDefinition definition, InstanceState state)
    {
        var known = state.Executions.Find(execution => execution.ParentId is null)?.Variables ?? [];
        return definition.Variables.Where(variable => variable.Name != "")
            .Select(variable => ValueToChange.Of(variable, definition, known.GetValueOrDefault(variable.Id)))
            .OrderBy(value => value.Words, StringComparer.CurrentCulture).ToList();
    }
}
