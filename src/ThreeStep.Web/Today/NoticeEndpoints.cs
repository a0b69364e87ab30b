using System.Security.Claims;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Today;

/// <summary>What the caller was told, newest first, and that they have seen it.</summary>
static class NoticeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("notices", async (ClaimsPrincipal caller, DatabaseFile file, bool? seen, [AsParameters] Paging paging) =>
        {
            await using var database = file.Query();
            var mine = database.Notices.Where(notice => notice.UserId == caller.UserId());
            if (seen is { } wanted) mine = mine.Where(notice => notice.SeenAt != null == wanted);
            return await paging.Read(mine.OrderByDescending(notice => notice.At));
        }).WithTags("Notices");
        api.MapPost("notices/{id}/seen", (string id, ClaimsPrincipal caller, OrderRecords records) =>
            records.Write(caller.Actor(), change => SeeNotice.Apply(change, id))).WithTags("Notices");
    }
}
