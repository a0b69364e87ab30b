using System.Security.Claims;
using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Starts;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Starts;

/// <summary>Workflows are started by hand: one, or one for each line of a list.</summary>
static class StartEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var workflows = api.MapGroup("workflows/{definitionId}").WithTags("Workflows");
        workflows.MapGet("start", Form);
        workflows.MapPost("start", One);
        workflows.MapPost("start-many", Many);
    }

    /// <param name="Inputs">By their names; of a record its id, or its name where only one has it.</param>
    /// <param name="Again">Also where one is under way about the same record.</param>
    public sealed record StartInput(Dictionary<string, JsonNode?>? Inputs, bool? Again);

    public sealed record Started(string InstanceId);

    /// <param name="Rows">The inputs of each instance; or <paramref name="Csv"/>.</param>
    /// <param name="Csv">A line for each, with a column for each input; commas, semicolons or tabs.</param>
    /// <param name="DryRun">Only says what would not be started.</param>
    public sealed record ManyInput(List<Dictionary<string, JsonNode?>>? Rows, string? Csv, bool? Again, bool? DryRun);

    /// <param name="Refused">The lines that were not started, counted from 1, and why.</param>
    public sealed record StartedMany(int Count, IReadOnlyList<string> InstanceIds, IReadOnlyList<SeenRefusal> Refused);

    /// <param name="Field">The input; null where it is about the line.</param>
    public sealed record SeenRefusal(int Line, string? Field, string Message);

    /// <param name="StartedBy">Roles that start it by hand beside process owners.</param>
    public sealed record StartForm(string DefinitionId, string Name, IReadOnlyList<Role> StartedBy, IReadOnlyList<StartField> Fields);

    /// <summary>What it takes to start it.</summary>
    static async Task<StartForm> Form(string definitionId, HttpRequest request, ClaimsPrincipal caller, CompiledDefinitions definitions,
        ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var rights = await WorkflowRights.Read(caller.Actor(), database, token);
        var (workflow, language) = (StartWorkflow.Find(definitions, definitionId, rights).Definition, ReaderLanguage.Of(request));
        return new(definitionId, TwoLanguages.Name(workflow.Shown, language), StartWorkflow.RolesOf(workflow), StartField.Of(workflow)
            .Select(field => field with { Description = field.Description is { } said ? TwoLanguages.Said(said, language) : null }).ToList());
    }

    static async Task<IResult> One(string definitionId, StartInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var id = await records.Write(caller.Actor(), change =>
            StartWorkflow.Apply(change, definitionId, input.Inputs ?? [], input.Again ?? false));
        return Results.Created($"/elsa/api/workflow-instances/{id}", new Started(id));
    }

    /// <summary>What fits is started, in parts; the rest is told.</summary>
    static async Task<StartedMany> Many(string definitionId, ManyInput input, HttpRequest request, ClaimsPrincipal caller, OrderRecords records,
        CompiledDefinitions definitions, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        var workflow = StartWorkflow.Find(definitions, definitionId, access.Workflows);
        var rows = input.Rows is { } given ? StartRows.Limited(given.Select((row, index) => new StartRows.Row(index + 1, row ?? [])).ToList())
            : StartRows.Read(input.Csv, StartField.Of(workflow.Definition));
        var (ids, refused, seen, again) = (new List<string>(), new List<RefusedStart>(), new HashSet<string>(), input.Again ?? false);
        if (input.DryRun == true) refused.AddRange(StartMany.Look(new(database, access), workflow, rows, again, seen));
        else
            foreach (var part in rows.Chunk(StartMany.AtOnce))
            {
                var made = await records.Record(caller.Actor(), change => StartMany.Apply(change, definitionId, part, again, seen));
                ids.AddRange(made.Started);
                refused.AddRange(made.Refused);
            }
        var language = ReaderLanguage.Of(request);
        return new(ids.Count, ids, refused.Select(each => new SeenRefusal(each.Line, each.Field, Texts.Texts.In(language, each.Reason))).ToList());
    }
}
