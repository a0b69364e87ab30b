using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Web.Http;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Designer;

/// <summary>Runs one activity of a saved definition by itself. Nothing is started, sent or written.</summary>
static class ActivityTestEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("tests/activities", Test);

    static async Task<IResult> Test(HttpRequest request, DefinitionStore definitions, TimeProvider clock, IIdSource ids, IRecordReader records)
    {
        var body = await RequestBody.ReadObject(request);
        var handle = body.Object("workflowDefinitionHandle") ?? [];
        var versionId = handle.Text("definitionVersionId")
            ?? (await definitions.Find(handle.Text("definitionId") ?? "", handle.Text("versionOptions")))?.Id
            ?? throw RefusalException.Invalid("workflowDefinitionHandle", "Of which workflow definition? Give its definitionVersionId.");
        var workflow = definitions.Compiled.FindVersion(versionId) ?? throw RefusalException.NotFound("workflow definition version", versionId);
        var activity = body.Object("activityHandle") ?? [];
        var name = activity.Text("activityNodeId") ?? activity.Text("activityId")
            ?? throw RefusalException.Invalid("activityHandle", "Which activity? Give its activityId.");
        var node = workflow.Find(name) ?? workflow.FindById(name) ?? throw RefusalException.NotFound("activity", name);
        var test = Burst.Test(workflow, node, new BurstEnvironment(clock.GetUtcNow(), ids, records, definitions.Compiled));
        var answer = new JsonObject
        {
            ["activityState"] = test.Inputs?.DeepClone() ?? new JsonObject(),
            ["outputs"] = test.Outputs?.DeepClone() ?? new JsonObject(),
            ["payload"] = new JsonObject(),
            ["status"] = test.Status
        };
        if (test.Outcomes.Count > 0) answer["payload"]!["Outcomes"] = new JsonArray(test.Outcomes.Select(outcome => (JsonNode)outcome).ToArray());
        if (test.Fault is not null) answer["exception"] = new JsonObject { ["type"] = "Fault", ["message"] = test.Fault };
        return JsonAnswer.Of(answer);
    }
}
