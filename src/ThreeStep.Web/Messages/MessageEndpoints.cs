using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Messages;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Messages;

/// <summary>The caller's own messages: what came, why, by which ways and with which result; and how they want to be told of things.</summary>
static class MessageEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var messages = api.MapGroup("messages").WithTags("Messages");
        messages.MapGet("", List);
        messages.MapPost("{id}/seen", async (string id, ClaimsPrincipal caller, OrderRecords records, ProcessStore store, HttpRequest request) =>
            await Shown(await records.Record(caller.Actor(), change => SeeMessage.Apply(change, id)), store, request));
        messages.MapGet("choices", (ClaimsPrincipal caller, ProcessStore store) =>
        {
            using var database = store.Query();
            return database.ChoicesOf(caller.UserId() ?? throw RefusalException.Forbidden("The server's key gets no messages."));
        });
        messages.MapPatch("choices", (MessageChoicesInput input, ClaimsPrincipal caller, OrderRecords records) =>
            records.Record(caller.Actor(), change => SaveMessageChoices.Apply(change, input)));
        messages.MapPost("kinds/{kind}/stop", (MatterKind kind, ClaimsPrincipal caller, OrderRecords records) =>
            records.Record(caller.Actor(), change => StopKind.Apply(change, kind)));
        messages.MapGet("channels", Channels);
        messages.MapPost("test", async (TestInput input, ClaimsPrincipal caller, OrderRecords records, DeliverySettings settings, ProcessStore store,
            HttpRequest request) =>
            await Shown(await records.Record(caller.Actor(), change => SendTest.Apply(change, input.Channel, settings)), store, request));
        messages.MapGet("devices", Devices);
        messages.MapPost("devices", async (DeviceInput input, ClaimsPrincipal caller, OrderRecords records, HttpRequests requests) =>
            Seen(await records.Record(caller.Actor(), change => ChangeDevices.Add(change, input, requests))));
        messages.MapDelete("devices/{id}", async (string id, ClaimsPrincipal caller, OrderRecords records) =>
            Seen(await records.Record(caller.Actor(), change => ChangeDevices.Remove(change, id))));
        messages.MapGet("devices/key", async (ClaimsPrincipal caller, OrderRecords records, ChannelSecrets secrets) =>
            new DeviceKey((await records.Record(caller.Actor(), change => ChangeDevices.Keys(change, secrets))).Public));
    }

    /// <param name="Channel">app, mail, push, or the id of a chat channel.</param>
    public sealed record TestInput(string? Channel);

    /// <param name="PublicKey">What browsers want as <c>applicationServerKey</c>.</param>
    public sealed record DeviceKey(string PublicKey);

    /// <summary>A device without what could be used to send to it.</summary>
    public sealed record SeenDevice(string Id, string Name, DateTimeOffset CreatedAt);

    /// <summary>A way by which somebody may be told.</summary>
    /// <param name="Id">As choices name it.</param>
    /// <param name="Kind">Of the chat system; null for mail and devices.</param>
    /// <param name="IsReady">It reaches the caller as things are.</param>
    public sealed record Way(string Id, string Name, ChatKind? Kind, bool IsReady);

    static SeenDevice Seen(PushDevice device) => new(device.Id, device.Name, device.CreatedAt);

    /// <summary>The caller's messages, newest first.</summary>
    static async Task<Page<ShownMessage>> List(ClaimsPrincipal caller, ProcessStore store, HttpRequest request, bool? seen,
        [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var mine = database.Messages.Where(message => message.UserId == caller.UserId());
        if (seen is { } wanted) mine = mine.Where(message => message.SeenAt != null == wanted);
        var page = await paging.Read(mine.OrderByDescending(message => message.At).ThenBy(message => message.Id));
        return new(await ShownMessage.Of(page.Items, database, ReaderLanguage.Of(request), paging.Token), page.TotalCount);
    }

    static async Task<ShownMessage> Shown(PersonMessage message, ProcessStore store, HttpRequest request)
    {
        await using var database = store.Query();
        return (await ShownMessage.Of([message], database, ReaderLanguage.Of(request), request.HttpContext.RequestAborted))[0];
    }

    static async Task<IReadOnlyList<Way>> Channels(ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return await WaysOf(database, caller.UserId() ?? "", token);
    }

    public static async Task<IReadOnlyList<Way>> WaysOf(ProcessDatabase database, string userId, CancellationToken token)
    {
        var mail = await database.Users.Where(user => user.Id == userId).Select(user => user.Email).FirstOrDefaultAsync(token);
        var hasDevice = await database.Devices.AnyAsync(device => device.UserId == userId, token);
        var groups = await database.Channels.Where(channel => channel.IsActive).OrderBy(channel => channel.Name).ToListAsync(token);
        return
        [
            new(MessageChannel.Mail, Texts.Texts.T("Mail"), null, mail is not null),
            new(MessageChannel.Push, Texts.Texts.T("Devices"), null, hasDevice),
            .. groups.Select(channel => new Way(channel.Id, channel.Name, channel.Kind, true)),
        ];
    }

    static async Task<IReadOnlyList<SeenDevice>> Devices(ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return (await database.Devices.Where(device => device.UserId == caller.UserId()).OrderBy(device => device.CreatedAt).ToListAsync(token))
            .ConvertAll(Seen);
    }
}
