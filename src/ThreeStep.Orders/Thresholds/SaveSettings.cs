using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Thresholds;

/// <summary>What is changed of the settings of a workflow.</summary>
/// <param name="Values">By the ids of settings; one that is left out stays as it is.</param>
/// <param name="Comment">What has changed and why; needed to publish.</param>
/// <param name="Publish">Makes it the version in force at once; else it is the draft. Null publishes.</param>
/// <param name="Revision">Of the content that was looked at; null changes whatever is there.</param>
public sealed record SettingsInput(IReadOnlyDictionary<string, JsonNode?>? Values, string? Comment = null, bool? Publish = null,
    string? Revision = null);

/// <summary>Changes variables that are marked as settings, without the designer: a new version like any other, with its comment.</summary>
public static class SaveSettings
{
    /// <exception cref="RefusalException">
    /// There is no such workflow or setting, a value is outside of its range, nothing is different, or it was to be published with somebody's draft.
    /// </exception>
    public static Task<SavedDefinition> Apply(DefinitionStore definitions, ProcessStore store, string definitionId, SettingsInput input,
        string? by) =>
        WorkflowDrafts.Change(definitions, store, definitionId,
            latest => Changed(latest, store, input.Values ?? new Dictionary<string, JsonNode?>()), input.Publish ?? true,
            input.Comment, input.Revision, by);

    static JsonObject Changed(WorkflowDefinition latest, ProcessStore store, IReadOnlyDictionary<string, JsonNode?> values)
    {
        var (settings, model) = (latest.Settings, (JsonObject)latest.Model.DeepClone());
        using var database = store.Query();
        foreach (var (id, value) in values)
        {
            var setting = settings.FirstOrDefault(each => each.Id == id)
                ?? throw RefusalException.Invalid(id, $"This workflow has no setting “{id}”.");
            setting.Put(model, Taken(setting, value, database));
        }
        return JsonNode.DeepEquals(model, latest.Model) ? throw RefusalException.Invalid("values", "Nothing is different.") : model;
    }

    static JsonNode? Taken(WorkflowSetting setting, JsonNode? value, ProcessDatabase database)
    {
        try
        {
            var taken = SettingRules.Take(setting, value);
            if (setting.Kind == SettingKind.Person && taken is not null && !IsThere(database, taken.ToString()))
                throw RefusalException.Invalid(setting.Id, $"There is nobody active with the id “{taken}”.");
            // Rows of an approval table mean something only in their order.
            if (setting.Kind == SettingKind.Table && setting.Columns.Any(column => column.Id == "approvers"))
                AmountTable.Read(taken, Company.UsualLargeDealAmount);
            return taken;
        }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid(setting.Id, refusal.Words); }
    }

    static bool IsThere(ProcessDatabase database, string id) => database.Users.Any(user => user.Id == id && user.IsActive);
}
