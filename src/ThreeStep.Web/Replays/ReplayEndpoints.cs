using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Replays;

namespace ThreeStep.Web.Replays;

/// <summary>Replays: what an edit would have done to the cases of the past.</summary>
static class ReplayEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var ofWorkflow = api.MapGroup("workflows/{definitionId}/replays").WithTags("Replays").RequireAuthorization(Policies.Process);
        ofWorkflow.MapGet("", List);
        ofWorkflow.MapPost("", Start);
        var replays = api.MapGroup("replays/{id}").WithTags("Replays").RequireAuthorization(Policies.Process);
        replays.MapGet("", Get);
        replays.MapPatch("", (string id, SteerInput input, ClaimsPrincipal caller, OrderRecords records, ReplayWorker worker) =>
            records.Write(caller.Actor(), change => SeenReplay.Of(ReplayChanges.Steer(change, id, input.Status), worker)));
        replays.MapGet("cases/{instanceId}", Case);
    }

    /// <param name="Status">Paused, Waiting to go on, or Cancelled.</param>
    public sealed record SteerInput(ReplayStatus Status);

    /// <param name="Sentences">The answer, in the caller's language; empty while there is none.</param>
    public sealed record ReplayAnswer(SeenReplay Replay, IReadOnlyList<string> Sentences, ReplayReport? Report);

    public sealed record SeenCase(string InstanceId, bool IsSame, SeenStory Then, SeenStory Now, IReadOnlyList<OpenQuestion> Open, bool MayHaveMissed,
        IReadOnlyCollection<string> ReadToday);

    /// <summary>Times are UTC.</summary>
    public sealed record SeenStory(InstanceSubStatus SubStatus, DateTimeOffset? FinishedAt, IReadOnlyList<string> StandsAt,
        IReadOnlyList<StepRun> Steps, IReadOnlyList<Effect> Effects)
    {
        public static SeenStory Of(CaseStory story) => new(story.SubStatus, story.FinishedAt, story.StandsAt, story.Steps, story.Effects);
    }

    static async Task<IReadOnlyList<SeenReplay>> List(string definitionId, ClaimsPrincipal caller, ProcessStore store, ReplayWorker worker,
        CancellationToken token)
    {
        await using var database = store.Query();
        (await WorkflowRights.Read(caller.Actor(), database, token)).Require(definitionId, WorkflowRight.SeeData);
        return (await SeenReplay.Read(database, definitionId, token)).ConvertAll(replay => SeenReplay.Of(replay, worker));
    }

    static async Task<IResult> Start(string definitionId, ReplayInput input, ClaimsPrincipal caller, OrderRecords records, ReplayWorker worker)
    {
        var replay = await records.Write(caller.Actor(), change => ReplayChanges.Start(change, definitionId, input));
        return Results.Accepted($"/api/replays/{replay.Id}", SeenReplay.Of(replay, worker));
    }

    static async Task<ReplayAnswer> Get(string id, ClaimsPrincipal caller, ProcessStore store, ReplayWorker worker, ReplayWords words,
        CancellationToken token)
    {
        await using var database = store.Query();
        var replay = await Find(database, id, caller, token);
        var report = replay.ReadReport();
        return new(SeenReplay.Of(replay, worker), report is null ? [] : words.Say(replay, report, await ReplayWords.Names(database, token)), report);
    }

    static async Task<Replay> Find(ProcessDatabase database, string id, ClaimsPrincipal caller, CancellationToken token)
    {
        var replay = await database.Replays.FirstOrDefaultAsync(row => row.Id == id, token) ?? throw RefusalException.NotFound("replay", id);
        (await WorkflowRights.Read(caller.Actor(), database, token)).Require(replay.DefinitionId, WorkflowRight.SeeData);
        return replay;
    }

    static async Task<SeenCase> Case(string id, string instanceId, ClaimsPrincipal caller, ProcessStore store, ReplayRun run, CancellationToken token)
    {
        await using var database = store.Query();
        var replay = await Find(database, id, caller, token);
        try
        {
            var replayed = run.One(replay, instanceId);
            return new(instanceId, replayed.IsSame, SeenStory.Of(replayed.Then), SeenStory.Of(replayed.Now), replayed.Open, replayed.MayHaveMissed,
                replayed.ReadToday);
        }
        catch (NotReplayableException error) { throw RefusalException.Conflict(error.Words); }
    }
}
