using System.Globalization;
using System.Security.Claims;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Orders.Thresholds;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Web.Thresholds;

/// <summary>The settings of workflows: variables that are changed in a form, within their range.</summary>
static class ThresholdEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var settings = api.MapGroup("workflows/{definitionId}/settings").WithTags("Workflows");
        settings.MapGet("", Read).RequireAuthorization(Policies.Oversight);
        settings.MapPatch("", Save).RequireAuthorization(Policies.Process);
    }

    /// <param name="IsDraft">It is not what new instances run: somebody has changed it and not published it yet.</param>
    /// <param name="HeldBack">Whose yes it waits for, in the caller's language; null where it waits for nobody's.</param>
    public sealed record SeenSettings(int Version, string Revision, bool IsDraft, string? HeldBack, IReadOnlyList<SeenSetting> Settings);

    /// <param name="Id">By which it is changed.</param>
    /// <param name="Name">In the caller's language, as the explanation and the unit.</param>
    /// <param name="Columns">Of a table: what stands in its rows.</param>
    public sealed record SeenSetting(string Id, string Name, string? Explanation, SettingKind Kind, string? Unit, string? Min, string? Max,
        IReadOnlyList<string>? Options, IReadOnlyList<SeenSetting>? Columns, bool MayBeEmpty, JsonNode? Value);

    static async Task<SeenSettings> Read(string definitionId, HttpRequest request, DefinitionStore definitions, CancellationToken token) =>
        Seen(await definitions.Find(definitionId, token: token) ?? throw RefusalException.NotFound("workflow", definitionId),
            ReaderLanguage.Of(request), null);

    static async Task<IResult> Save(string definitionId, SettingsInput input, HttpRequest request, ClaimsPrincipal caller,
        DefinitionStore definitions, ProcessStore store)
    {
        var saved = await SaveSettings.Apply(definitions, store, definitionId, input, caller.UserId());
        if (Elsa.Definitions.DefinitionEndpoints.Refusal(request, saved) is { } refusal) return refusal;
        var answer = Seen(saved.Definition, ReaderLanguage.Of(request), Elsa.Definitions.DefinitionEndpoints.HeldBack(request, saved));
        return saved.HeldBack is null ? Results.Ok(answer) : Results.Accepted(value: answer);
    }

    static SeenSettings Seen(WorkflowDefinition definition, CultureInfo language, string? heldBack) =>
        new(definition.Version, DefinitionStore.RevisionOf(definition), !definition.IsPublished, heldBack,
            definition.Settings.Select(setting => Seen(setting, language, setting.ValueIn(definition))).ToList());

    static SeenSetting Seen(WorkflowSetting setting, CultureInfo language, JsonNode? value) =>
        new(setting.Id, TwoLanguages.Said(setting.Name, language), setting.Explanation is { } text ? TwoLanguages.Said(text, language) : null,
            setting.Kind, setting.Unit is { } unit ? TwoLanguages.Said(unit, language) : null, setting.Least, setting.Most,
            setting.Options.Count > 0 ? setting.Options : null,
            setting.Columns.Count > 0 ? setting.Columns.Select(column => Seen(column, language, null)).ToList() : null, setting.MayBeEmpty,
            value?.DeepClone());
}
