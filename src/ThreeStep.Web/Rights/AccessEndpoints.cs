using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Rights;
using ThreeStep.Orders.Starts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Rights;

/// <summary>Who may edit, publish and start a workflow, and see its cases.</summary>
static class AccessEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var access = api.MapGroup("workflows/{definitionId}/access").WithTags("Workflows").RequireAuthorization(Policies.Process);
        access.MapGet("", Read);
        access.MapPatch("", async (string definitionId, WorkflowAccessInput input, ClaimsPrincipal caller, OrderRecords records,
            CompiledDefinitions definitions, ProcessStore store, CancellationToken token) =>
        {
            await records.Write(caller.Actor(), change => SetWorkflowAccess.Apply(change, definitionId, input));
            return await Read(definitionId, caller, definitions, store, token);
        });
    }

    /// <summary>Null where it is as by role.</summary>
    /// <param name="Mine">What the caller may.</param>
    public sealed record SeenAccess(Grantees? Edit, Grantees? Publish, Grantees? Start, Grantees? SeeData, IReadOnlyList<WorkflowRight> Mine);

    static async Task<SeenAccess> Read(string definitionId, ClaimsPrincipal caller, CompiledDefinitions definitions, ProcessStore store,
        CancellationToken token)
    {
        await using var database = store.Query();
        if (!definitions.Exists(definitionId)) throw RefusalException.NotFound("workflow", definitionId);
        var access = (await database.WorkflowAccesses.FindAsync([definitionId], token))?.Access ?? WorkflowAccess.Usual;
        var rights = await WorkflowRights.Read(caller.Actor(), database, token);
        var startedBy = definitions.FindPublished(definitionId) is { } published ? StartWorkflow.RolesOf(published.Definition) : [];
        return new(access.Edit, access.Publish, access.Start, access.SeeData,
            Enum.GetValues<WorkflowRight>().Where(right => rights.Allows(definitionId, right, startedBy)).ToList());
    }
}
