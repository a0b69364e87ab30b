using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Arranging;

/// <summary>Arranges a stored workflow anew: a draft in which the steps of the latest version have other places.</summary>
sealed class ArrangeWorkflow(DefinitionStore definitions, ActivityRegistry registry, Installation installation) : IDisposable
{
    /// <summary>The layout library takes much memory while it works.</summary>
    readonly SemaphoreSlim turn = new(1);

    /// <param name="by">Who asks for it.</param>
    /// <returns>The draft; the latest version as it is when it is arranged in this way already.</returns>
    /// <exception cref="RefusalException">There is no such workflow, somebody else has saved it meanwhile, or the library is not there.</exception>
    public async Task<WorkflowDefinition> Apply(string definitionId, string? by)
    {
        var latest = await definitions.Find(definitionId) ?? throw RefusalException.NotFound("workflow", definitionId);
        var model = (JsonObject)latest.Model.DeepClone();
        await turn.WaitAsync();
        try { await LayeredLayout.Use(installation, layout => Arrangement.Apply(model, registry, layout)); }
        catch (Exception error) when (error is NotInstalledException or NotArrangedException)
        {
            throw RefusalException.Conflict(error.Message);
        }
        finally { turn.Release(); }
        if (JsonNode.DeepEquals(model, latest.Model)) return latest;
        try
        {
            return (await definitions.Save(model, publish: false, expectedRevision: DefinitionStore.RevisionOf(latest), by: by)).Definition;
        }
        catch (DefinitionRefusedException refused) { throw RefusalException.Forbidden(refused.Words); }
        catch (DefinitionConflictException) { throw RefusalException.Conflict("Somebody else has saved this workflow meanwhile."); }
    }

    public void Dispose() => turn.Dispose();
}
