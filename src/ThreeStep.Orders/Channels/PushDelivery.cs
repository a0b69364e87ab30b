using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Channels;

/// <summary>
/// Brings a message to a device whose browser shows it while no page is open: encrypted, so that the browser's maker cannot read it.
/// </summary>
public sealed class PushDelivery(ProcessStore store, ChannelSecrets secrets, HttpRequests requests, DeliverySettings settings, OrderRecords records)
{
    /// <summary>Of the outbox: the recipient is the id of a <see cref="PushDevice"/>.</summary>
    public const string Channel = "push";

    /// <summary>A device that is off longer than this does not show what has long been known.</summary>
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    /// <summary>Characters: a message has to fit into 4,096 bytes, encrypted.</summary>
    const int LongestBody = 300;

    /// <exception cref="DeliveryException">The device is gone, or the push service did not take it.</exception>
    public async Task Deliver(OutboxRow row, OutgoingMessage message, CancellationToken stopping)
    {
        PushDevice? device;
        PushKeys? keys;
        string contact;
        await using (var database = store.Query())
        {
            device = await database.Devices.FindAsync([row.Recipient], stopping);
            keys = database.PushKeys;
            contact = MailServer.Present(database, settings, secrets).MailFrom;
        }
        if (device is null) throw new DeliveryException("The device was removed.") { IsFinal = true };
        if (keys is null || secrets.Read(keys.Private) is not { } privateKey)
            throw new DeliveryException("The server's key for push services cannot be read any more: switch notifications on again.") { IsFinal = true };
        if (!requests.AllowsHost(new Uri(device.Endpoint), ChangeDevices.Hosts))
            throw new DeliveryException("The settings do not allow this push service.") { IsFinal = true };
        using var authentication = new VapidAuthentication(keys.Public, privateKey) { Subject = $"mailto:{contact}" };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(LongestCall);
        try
        {
            await new PushServiceClient(requests.Client) { AutoRetryAfter = false }
                .RequestPushMessageDeliveryAsync(Subscription(device), Content(row, message), authentication, limit.Token);
        }
        catch (PushServiceClientException error) when (error.StatusCode is HttpStatusCode.Gone or HttpStatusCode.NotFound)
        {
            await records.Record(Actor.Server, change =>
            {
                if (change.Database.Devices.Find(device.Id) is { } gone) change.Database.Devices.Remove(gone);
                return true;
            });
            throw new DeliveryException("The browser takes no messages any more; the device was removed.", error) { IsFinal = true };
        }
        catch (PushServiceClientException error)
        {
            throw new DeliveryException($"The push service answered {(int)error.StatusCode}.", error);
        }
        catch (HttpRequestException error) { throw new DeliveryException((error.InnerException ?? error).Message, error); }
        catch (OperationCanceledException error) when (!stopping.IsCancellationRequested)
        {
            throw new DeliveryException($"No answer within {LongestCall.TotalSeconds:0} s.", error);
        }
    }

    static PushSubscription Subscription(PushDevice device)
    {
        var subscription = new PushSubscription { Endpoint = device.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, device.Key);
        subscription.SetKey(PushEncryptionKeyName.Auth, device.Auth);
        return subscription;
    }

    /// <summary>Two of the same topic are one on the device: a repetition shows nothing twice.</summary>
    static PushMessage Content(OutboxRow row, OutgoingMessage message)
    {
        var body = message.Lines.Count > 0 ? string.Join('\n', message.Lines.Take(3).Select(line => line.Text)) : message.Body;
        return new PushMessage(JsonSerializer.Serialize(new
        {
            title = Fields.TextField.Mended(message.Subject),
            body = body.Length <= LongestBody ? body : body[..LongestBody],
            url = message.Links.Count > 0 ? message.Links[0].Address.PathAndQuery : "/",
            tag = row.Key,
        }, Json.Options))
        {
            TimeToLive = (int)LongestWait.TotalSeconds,
            Urgency = PushMessageUrgency.Normal,
            Topic = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row.Key)))[..32],
        };
    }
}
