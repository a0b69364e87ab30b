using ThreeStep.Orders.Messages;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Web.Messages;

/// <summary>
/// Ends digests by mail for whoever has the signed link of one, without signing in: as the button of <c>NoMoreDigests</c> does, and mail programs by
/// themselves (RFC 8058). It can do nothing else, so it need not know who asks.
/// </summary>
static class StopEndpoint
{
    public const string Page = "/no-more-digests";

    public static void Map(WebApplication app)
    {
        // Programs that look at the links of mails come this way: nothing is done yet.
        app.MapGet(StopLinks.Path, (string? of) => Results.LocalRedirect($"{Page}?of={Uri.EscapeDataString(of ?? "")}")).AllowAnonymous()
            .ExcludeFromDescription();
        app.MapPost(StopLinks.Path, Stop).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    static async Task<IResult> Stop(string? of, string? back, StopLinks links, OrderRecords records)
    {
        await records.Record(Actor.Server, change => links.Follow(change, of));
        return back == "page" ? Results.LocalRedirect($"{Page}?done=yes") : Results.Ok();
    }
}
