using System.Globalization;
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
        api.MapGet("notices", async (ClaimsPrincipal caller, ProcessStore store, HttpRequest request, bool? seen, [AsParameters] Paging paging) =>
        {
            await using var database = store.Query();
            var mine = database.Notices.Where(notice => notice.UserId == caller.UserId());
            if (seen is { } wanted) mine = mine.Where(notice => notice.SeenAt != null == wanted);
            var page = await paging.Read(mine.OrderByDescending(notice => notice.At));
            return new Page<ToldNotice>(page.Items.Select(notice => ToldNotice.Of(notice, ReaderLanguage.Of(request))).ToList(), page.TotalCount);
        }).WithTags("Notices");
        api.MapPost("notices/{id}/seen", (string id, ClaimsPrincipal caller, OrderRecords records) =>
            records.Write(caller.Actor(), change => SeeNotice.Apply(change, id))).WithTags("Notices");
    }
}

/// <summary>A notice with its text in the caller's language. Times are UTC.</summary>
sealed record ToldNotice(string Id, string UserId, NoticeKind Kind, string About, string? Text, string? Address, DateTimeOffset At,
    DateTimeOffset? SeenAt)
{
    public static ToldNotice Of(Notice notice, CultureInfo language) => new(notice.Id, notice.UserId, notice.Kind, notice.About,
        notice.Text is { } text ? Said(notice.Kind, text, language) : null, notice.Address, notice.At, notice.SeenAt);

    /// <summary>Why a step stopped is said in the words of its designer card.</summary>
    public static string Said(NoticeKind kind, Message text, CultureInfo language) =>
        kind == NoticeKind.WorkflowStopped ? Texts.Texts.OfEngine(language, text) : Texts.Texts.In(language, text);
}
