using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Figures;

/// <summary>What the instances of a workflow did: figures of each step in a period, and the stays behind each number.</summary>
static class FigureEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var workflows = api.MapGroup("workflows/{definitionId}").WithTags("Workflows").RequireAuthorization(Policies.Oversight);
        workflows.MapGet("figures", Figures);
        workflows.MapGet("stays", Stays);
    }

    /// <param name="Behind">How many bursts were committed and are not counted yet.</param>
    /// <param name="Cases">The instances as a whole; null when none came to its end.</param>
    public sealed record SeenFigures(string DefinitionId, DateOnly? From, DateOnly? To, int? Version, long Behind, SeenStep? Cases,
        IReadOnlyList<SeenStep> Steps);

    /// <param name="Median">Like 3.04:05:06, at most 2 % beside; null where nothing left.</param>
    /// <param name="Outcomes">How often it went on by each.</param>
    public sealed record SeenStep(string StepId, long Stays, long Completed, long Canceled, long Faulted, TimeSpan? Median, TimeSpan? P90,
        TimeSpan Time, long Met, long Missed, long Again, long Reworked, IReadOnlyDictionary<string, long> Outcomes);

    /// <param name="IsMet">Whether a promise about time that was decided then was kept.</param>
    public sealed record SeenStay(string InstanceId, string StepId, int Version, int Visit, DateTimeOffset CameAt, DateTimeOffset? LeftAt,
        StayEnd? Ended, IReadOnlyList<string> Outcomes, bool? IsMet);

    /// <summary>Counted by the day of the company on which a step was left; the first and the last day are included.</summary>
    static async Task<SeenFigures> Figures(string definitionId, DateOnly? from, DateOnly? to, int? version, ClaimsPrincipal caller,
        ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        await RequireWorkflow(database, definitionId, token);
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        access.Workflows.Require(definitionId, WorkflowRight.SeeData);
        var read = await WorkflowFigures.Read(database, access, definitionId, StayFilter.PeriodOf(from, to), version, token);
        return new(definitionId, from, to, version, FigureFollower.Behind(database),
            read.GetValueOrDefault(StepStay.Whole) is { } whole ? Seen(whole) : null,
            read.Values.Where(step => step.StepId != StepStay.Whole).OrderBy(step => step.StepId, StringComparer.Ordinal).Select(Seen).ToList());
    }

    static SeenStep Seen(StepFigures step) => new(step.StepId, step.Stays, step.Completed, step.Canceled, step.Faulted, step.Median, step.P90,
        step.Time, step.Met, step.Missed, step.Again, step.Reworked, step.Outcomes);

    /// <summary>The newest first; of the instances as a whole where no step is named.</summary>
    static async Task<Page<SeenStay>> Stays(string definitionId, string? step, StayKind? kind, string? outcome, DateOnly? from, DateOnly? to,
        int? version, int? page, int? pageSize, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        await RequireWorkflow(database, definitionId, token);
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        access.Workflows.Require(definitionId, WorkflowRight.SeeData);
        var filter = new StayFilter(definitionId, StayFilter.PeriodOf(from, to), version, step ?? StepStay.Whole,
            kind ?? StayKind.Left, outcome);
        var found = await new Paging(page, pageSize, token).Read(filter.InOrder(database, access));
        return new(found.Items.Select(stay => new SeenStay(stay.InstanceId, stay.StepId, stay.Version, stay.Visit, stay.CameAt, stay.LeftAt,
            stay.Ended, StepStay.OutcomesOf(stay.Ended, stay.Outcome), stay.IsMet)).ToList(), found.TotalCount);
    }

    static async Task RequireWorkflow(ProcessDatabase database, string definitionId, CancellationToken token)
    {
        if (!await database.Definitions.AnyAsync(row => row.DefinitionId == definitionId, token))
            throw RefusalException.NotFound("workflow", definitionId);
    }
}
