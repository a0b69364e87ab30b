using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>
/// One version of a workflow definition. <see cref="Model"/> is the Elsa 3 JSON as it was saved, unknown properties and all;
/// everything else here is read from it, so nothing is lost on the way through.
/// </summary>
/// <param name="Id">The id of this version.</param>
/// <param name="DefinitionId">The id all versions share.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record WorkflowDefinition(string Id, string DefinitionId, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt,
    JsonObject Model)
{
    public string? Name => Model.Text("name");
    /// <summary>What people call it.</summary>
    public string Shown => Name ?? DefinitionId;
    public string? Description => Model.Text("description");
    public bool IsSystem => Model.Flag("isSystem");
    public bool IsReadonly => Model.Flag("isReadonly");
    public string? ToolVersion => Model.Text("toolVersion");
    public JsonObject? Root => Model.Object("root");
    public JsonObject? CustomProperties => Model.Object("customProperties");
    public JsonObject? Options => Model.Object("options");
    public IncidentStrategy IncidentStrategy =>
        Options?.Text("incidentStrategyType")?.Contains("ContinueWithIncidents", StringComparison.Ordinal) == true
            ? IncidentStrategy.ContinueWithIncidents : IncidentStrategy.Fault;
    /// <summary>Elsa's earliest versions wrote it beside the options.</summary>
    public bool UsableAsActivity => (Options?.ContainsKey("usableAsActivity") == true ? Options : Model).Flag("usableAsActivity");
    public IReadOnlyList<VariableDefinition> Variables => VariableDefinition.ReadAll(Model.Array("variables"));
    /// <summary>Variables that people change in a form.</summary>
    public IReadOnlyList<WorkflowSetting> Settings => WorkflowSetting.ReadAll(this);
    public IReadOnlyList<InputDefinition> Inputs => InputDefinition.ReadAll(Model.Array("inputs"));
    /// <summary>Inputs that it is not started without and that are not given, or given as nothing.</summary>
    public IReadOnlyList<string> MissingInputs(IReadOnlyDictionary<string, JsonNode?> given) => Inputs
        .Where(input => input.IsRequired && input.DefaultValue is null && string.IsNullOrWhiteSpace(given.GetValueOrDefault(input.Name)?.ToString()))
        .Select(input => input.Name).ToList();

    public IReadOnlyList<InputDefinition> Outputs => InputDefinition.ReadAll(Model.Array("outputs"));
    public IReadOnlyList<string> Outcomes =>
        Model.Array("outcomes")?.Select(outcome => outcome?.ToString() ?? "").Where(outcome => outcome != "").ToList() ?? [];

    /// <summary>
    /// The activity type name under which a published definition appears in the palette, as Elsa makes it: "Deal approval" is "DealApproval".
    /// </summary>
    public string ActivityTypeName => Names.Pascal(Name ?? DefinitionId);
}

public enum IncidentStrategy { Fault, ContinueWithIncidents }
