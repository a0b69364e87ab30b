using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Absence;

/// <summary>Who is away, and who stands in.</summary>
static class AbsenceEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("leaves", List).WithTags("People");
        api.MapPost("leaves", Set).WithTags("People");
        api.MapPost("leaves/{id}/end", End).WithTags("People");
        api.MapPost("users/{id}/present", Present).WithTags("People");
    }

    /// <summary>One's own leaves, those of the people below, and those in which one stands in.</summary>
    static async Task<Page<Leave>> List(ClaimsPrincipal caller, ProcessStore store, string? userId, LeaveState? state, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = Visible(RecordAccess.Of(caller.Actor(), database), database);
        if (userId is not null) rows = rows.Where(leave => leave.UserId == userId);
        if (state is not null) rows = rows.Where(leave => leave.State == state);
        return await paging.Read(rows.OrderByDescending(leave => leave.StartsAt).ThenBy(leave => leave.Id));
    }

    internal static IQueryable<Leave> Visible(RecordAccess access, ProcessDatabase database)
    {
        if (access.Actor.UserId is not { } userId || access.Actor.Is(Role.Admin)) return database.Leaves;
        var (people, quoted) = (access.Team, $"\"{userId}\"");
        return database.Leaves.Where(leave => people.Contains(leave.UserId) || leave.SubstituteId == userId
            || ((string)(object)leave.SubstituteIds).Contains(quoted));
    }

    static async Task<IResult> Set(LeaveInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var leave = await records.Record(caller.Actor(), change => SetLeave.Apply(change, input));
        return Results.Created($"/api/leaves?userId={leave.UserId}", leave);
    }

    static Task<Leave> End(string id, ClaimsPrincipal caller, OrderRecords records) =>
        records.Record(caller.Actor(), change => EndLeave.Apply(change, id));

    /// <summary>Says that somebody is at work: the asking after them ends, and who was taken to be away has their work back.</summary>
    static Task<Presence> Present(string id, ClaimsPrincipal caller, OrderRecords records) =>
        records.Record(caller.Actor(), change => SeePerson.Apply(change, id));
}
