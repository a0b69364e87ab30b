using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Channels;

/// <summary>Brings a message into a group of a chat system.</summary>
public sealed class ChatDelivery(ProcessStore store, ChannelSecrets secrets, HttpRequests requests)
{
    /// <summary>Of the outbox: the recipient is the id of a <see cref="ChatChannel"/>.</summary>
    public const string Channel = "chat";

    /// <exception cref="DeliveryException">The channel is gone or switched off, or the chat system did not take it.</exception>
    public async Task Deliver(OutboxRow row, OutgoingMessage message, CancellationToken stopping)
    {
        ChatChannel? channel;
        await using (var database = store.Query()) channel = await database.Channels.FindAsync([row.Recipient], stopping);
        if (channel is not { IsActive: true }) throw new DeliveryException("The channel is not there any more, or switched off.") { IsFinal = true };
        var (url, secret) = (Secret(channel.Url), channel.Secret is { } kept ? Secret(kept) : null);
        Uri hook;
        try { hook = SaveChannel.Check(url, channel.Kind, requests); }
        catch (RefusalException refusal) { throw new DeliveryException(refusal.Message, refusal); }
        var (address, body) = ChatShape.Of(channel.Kind, hook, secret, message, TimeProvider.System.GetUtcNow());
        var request = new OutgoingRequest("POST", address, body, "application/json; charset=utf-8", new Dictionary<string, string[]>());
        var answer = await requests.Send(request, row.Key, stopping, ChatShape.HostsOf(channel.Kind));
        // Without what the other side said where it did not answer: that may have the hook's address in it.
        if (answer.StatusCode is not { } status) throw new DeliveryException(answer.Message ?? "There was no answer.");
        if (status is < 200 or > 299) throw new DeliveryException($"{channel.Kind} answered {status} {Said(answer.Content)}".Trim());
        if (ChatShape.Failure(answer.Content) is { } failure) throw new DeliveryException($"{channel.Kind}: {failure}");
    }

    string Secret(string kept) => secrets.Read(kept)
        ?? throw new DeliveryException("The channel's address or secret cannot be read any more: an administrator enters it again.");

    static string Said(JsonNode? content) => content is JsonValue value && value.TryGetValue(out string? text) ? Fields.TextField.Mended(text, 200)
        : ChatShape.Failure(content) ?? "";
}
