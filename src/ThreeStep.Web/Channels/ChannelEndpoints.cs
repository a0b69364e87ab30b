using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Channels;

/// <summary>How the company's messages leave: hooks of chat systems, and the mail server. Secrets go in and never come out.</summary>
static class ChannelEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var channels = api.MapGroup("channels").WithTags("Channels").RequireAuthorization(Policies.Administration);
        channels.MapGet("", async (ProcessStore store, ChannelSecrets secrets, CancellationToken token) =>
        {
            await using var database = store.Query();
            return (await database.Channels.OrderBy(channel => channel.Name).ToListAsync(token))
                .ConvertAll(channel => SeenChannel.Of(channel, secrets));
        });
        channels.MapPost("", async (ChannelInput input, ClaimsPrincipal caller, OrderRecords records, ChannelSecrets secrets,
            HttpRequests requests) =>
        {
            var made = await records.Record(caller.Actor(), change => SaveChannel.Apply(change, null, input, secrets, requests));
            return Results.Created($"/api/channels/{made.Id}", SeenChannel.Of(made, secrets));
        });
        channels.MapPatch("{id}", async (string id, ChannelInput input, ClaimsPrincipal caller, OrderRecords records, ChannelSecrets secrets,
            HttpRequests requests) =>
            SeenChannel.Of(await records.Record(caller.Actor(), change => SaveChannel.Apply(change, id, input, secrets, requests)), secrets));
        channels.MapDelete("{id}", async (string id, ClaimsPrincipal caller, OrderRecords records, ChannelSecrets secrets) =>
            SeenChannel.Of(await records.Record(caller.Actor(), change => SaveChannel.Remove(change, id)), secrets));
        channels.MapGet("mail", (ProcessStore store, DeliverySettings settings) =>
        {
            using var database = store.Query();
            return SeenMailServer.Of(database.MailServer, settings);
        });
        channels.MapPatch("mail", async (MailServerInput input, ClaimsPrincipal caller, OrderRecords records, ChannelSecrets secrets,
            DeliverySettings settings) => SeenMailServer.Of(
                await records.Record(caller.Actor(), change => SaveMailServer.Apply(change, input, settings, secrets)), settings));
    }
}

/// <summary>A channel as it may be seen.</summary>
/// <param name="Host">Of the hook; null where its address cannot be read any more.</param>
/// <param name="Variable">The environment variable that has the address.</param>
/// <param name="IsSigned">There is a secret.</param>
sealed record SeenChannel(string Id, ChatKind Kind, string Name, string? Host, string? Variable, bool IsSigned, bool IsActive,
    DateTimeOffset CreatedAt)
{
    public static SeenChannel Of(ChatChannel channel, ChannelSecrets secrets) => new(channel.Id, channel.Kind, channel.Name,
        Uri.TryCreate(secrets.Read(channel.Url), UriKind.Absolute, out var url) ? url.Host : null,
        ChannelSecrets.IsOfEnvironment(channel.Url) ? channel.Url[4..] : null, channel.Secret is not null, channel.IsActive, channel.CreatedAt);
}

/// <summary>The mail server as it may be seen.</summary>
/// <param name="Address">Where links in messages lead.</param>
/// <param name="HasPassword">There is one.</param>
/// <param name="IsOfSettings">As the settings file says; nobody has said otherwise.</param>
sealed record SeenMailServer(string Address, string? Host, int Port, string? User, bool HasPassword, string From, bool IsOfSettings)
{
    public static SeenMailServer Of(MailServer? server, DeliverySettings settings) => server is null
        ? new(settings.Address, Requirements.Chosen(settings.SmtpHost), settings.SmtpPort, Requirements.Chosen(settings.SmtpUser),
            !string.IsNullOrEmpty(settings.SmtpPassword), settings.MailFrom, true)
        : new(server.Address ?? settings.Address, server.Host, server.Port, server.User,
            server.Password is not null || server.IsOf(settings) && !string.IsNullOrEmpty(settings.SmtpPassword), server.From, false);
}
