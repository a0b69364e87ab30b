using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Retention;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Settings;

/// <summary>Teams, positions, where workflows send to, how long things are kept. The company itself stands with people.</summary>
static class SettingsEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var teams = api.MapGroup("teams").WithTags("Teams");
        teams.MapGet("", async (ProcessStore store, CancellationToken token) =>
        {
            await using var database = store.Query();
            return await database.Teams.OrderBy(team => team.Name).ToListAsync(token);
        });
        teams.MapPost("", async (TeamInput input, ClaimsPrincipal caller, OrderRecords records) =>
        {
            var made = await records.Write(caller.Actor(), change => SaveTeam.Apply(change, null, input));
            return Results.Created($"/api/teams/{made.Id}", made);
        }).RequireAuthorization(Policies.Administration);
        teams.MapPatch("{id}", (string id, TeamInput input, ClaimsPrincipal caller, OrderRecords records) =>
            records.Write(caller.Actor(), change => SaveTeam.Apply(change, id, input))).RequireAuthorization(Policies.Administration);
        teams.MapDelete("{id}", (string id, ClaimsPrincipal caller, OrderRecords records) =>
            records.Write(caller.Actor(), change => SaveTeam.Remove(change, id))).RequireAuthorization(Policies.Administration);

        api.MapGet("positions", (ProcessStore store) =>
        {
            using var database = store.Query();
            return new SeenPositions(Positions.Usual, Positions.Own(database));
        }).WithTags("Company");
        api.MapPut("positions", async (PositionsInput input, ClaimsPrincipal caller, OrderRecords records) =>
            new SeenPositions(Positions.Usual, await records.Write(caller.Actor(), change => SavePositions.Apply(change, input.Own))))
            .WithTags("Company").RequireAuthorization(Policies.Administration);

        var outgoing = api.MapGroup("outgoing").WithTags("Company").RequireAuthorization(Policies.Administration);
        outgoing.MapGet("", (ProcessStore store, HttpSettings http, DeliverySettings delivery, ChannelSecrets secrets) =>
            SeenOutgoing.Of(store, http, delivery, secrets));
        outgoing.MapPatch("", async (OutgoingInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store, HttpSettings http,
            DeliverySettings delivery, ChannelSecrets secrets) =>
        {
            await records.Write(caller.Actor(), change => SaveOutgoing.Apply(change, input, http, secrets));
            return SeenOutgoing.Of(store, http, delivery, secrets);
        });

        api.MapGet("nodes", async (ProcessStore store, CancellationToken token) =>
        {
            await using var database = store.Query();
            return await NodeList.Read(store, database, token);
        }).WithTags("Company").RequireAuthorization(Policies.Administration);

        var retention = api.MapGroup("retention").WithTags("Company").RequireAuthorization(Policies.Administration);
        retention.MapGet("", (ProcessStore store) =>
        {
            using var database = store.Query();
            return RetentionRules.Of(database);
        });
        retention.MapPatch("", (RetentionInput input, ClaimsPrincipal caller, OrderRecords records) =>
            records.Write(caller.Actor(), change => SaveRetention.Apply(change, input)));
    }
}

/// <param name="Own">All that the company has beside the usual ones; one that is left out goes.</param>
sealed record PositionsInput(IReadOnlyList<string?>? Own);

sealed record SeenPositions(IReadOnlyList<string> Usual, IReadOnlyList<string> Own);

/// <summary>Where workflows may send to, as it may be seen: the path of a webhook is often its secret.</summary>
/// <param name="InternalAddresses">What an allowed host may lie at inside of the company; only the settings file says it.</param>
sealed record SeenOutgoing(IReadOnlyList<string> Hosts, IReadOnlyList<SeenWebhook> Webhooks, IReadOnlyList<string> InternalAddresses)
{
    public static SeenOutgoing Of(ProcessStore store, HttpSettings http, DeliverySettings delivery, ChannelSecrets secrets)
    {
        using var database = store.Query();
        return Of(database, http, delivery, secrets);
    }

    public static SeenOutgoing Of(ProcessDatabase database, HttpSettings http, DeliverySettings delivery, ChannelSecrets secrets)
    {
        var present = Orders.Channels.Webhooks.Present(database, delivery, secrets);
        var webhooks = Orders.Channels.Webhooks.Names(database, delivery).Select(name => present.GetValueOrDefault(name) is { } address
            ? new SeenWebhook(name, address.Host, delivery.Webhooks.GetValueOrDefault(name) == address) : new SeenWebhook(name, null, false));
        return new(OutgoingHosts.Of(database, http), webhooks.ToList(), http.InternalAddresses);
    }
}

/// <param name="Host">Null where its address cannot be read any more.</param>
/// <param name="IsOfSettings">As the settings file says.</param>
sealed record SeenWebhook(string Name, string? Host, bool IsOfSettings);
