using System.Security.Claims;
using System.Text.Json.Nodes;
using ThreeStep.Orders.FormDesign;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Definitions;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Web.FormDesign;

/// <summary>What steps ask people for: the forms of their tasks, changed without the designer.</summary>
static class FormEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var steps = api.MapGroup("workflows/{definitionId}/forms").WithTags("Workflows");
        steps.MapGet("", Read).RequireAuthorization(Policies.Oversight);
        steps.MapPut("{stepId}", Save).RequireAuthorization(Policies.Process);
    }

    /// <param name="IsDraft">It is not what new instances run: somebody has changed it and not published it yet.</param>
    /// <param name="HeldBack">Whose yes it waits for, in the caller's language; null where it waits for nobody's.</param>
    public sealed record SeenForms(int Version, string Revision, bool IsDraft, string? HeldBack, IReadOnlyList<SeenForm> Steps);

    /// <param name="IsScript">It is made while the workflow runs, and not changed here.</param>
    public sealed record SeenForm(string StepId, string Name, bool IsScript, JsonArray Fields);

    static async Task<SeenForms> Read(string definitionId, DefinitionStore definitions, CancellationToken token) =>
        Seen(await definitions.Find(definitionId, token: token) ?? throw RefusalException.NotFound("workflow", definitionId), null);

    static async Task<IResult> Save(string definitionId, string stepId, FormInput input, HttpRequest request, ClaimsPrincipal caller,
        DefinitionStore definitions, ProcessStore store)
    {
        var saved = await SaveForm.Apply(definitions, store, definitionId, stepId, input, caller.UserId());
        if (DefinitionEndpoints.Refusal(request, saved) is { } refusal) return refusal;
        var answer = Seen(saved.Definition, DefinitionEndpoints.HeldBack(request, saved));
        return saved.HeldBack is null ? Results.Ok(answer) : Results.Accepted(value: answer);
    }

    static SeenForms Seen(WorkflowDefinition definition, string? heldBack) =>
        new(definition.Version, DefinitionStore.RevisionOf(definition), !definition.IsPublished, heldBack, AskingStep.In(definition.Model)
            .Select(step => new SeenForm(step.Id, step.Name, step.IsScript, TaskForm.Write(step.Fields))).ToList());
}
