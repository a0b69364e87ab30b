using System.Security.Claims;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Shelves;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Shelves;

/// <summary>The list of workflows: folders, labels, and what is looked for.</summary>
static class ShelfEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("workflows", List).WithTags("Workflows").RequireAuthorization(Policies.Oversight);
        api.MapPatch("workflows/{definitionId}/place", Put).WithTags("Workflows").RequireAuthorization(Policies.Process);
    }

    public sealed record SeenPlace(string? Folder, IReadOnlyList<string> Labels);

    /// <param name="q">A part of the name, the id, the folder, a label, or of what a step is called.</param>
    /// <param name="folder">It, and what lies in it.</param>
    static async Task<IReadOnlyList<ShelvedWorkflow>> List(string? q, string? folder, string? label, HttpRequest request,
        CompiledDefinitions definitions, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return await WorkflowShelf.Read(database, definitions, ReaderLanguage.Of(request), q, folder, label, token);
    }

    static async Task<SeenPlace> Put(string definitionId, WorkflowPlaceInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var place = await records.Write(caller.Actor(), change => PlaceWorkflow.Apply(change, definitionId, input));
        return new(place.Folder, place.Labels);
    }
}
