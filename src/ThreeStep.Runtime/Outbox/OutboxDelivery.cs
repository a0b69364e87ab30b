using System.Net.Http.Json;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Telemetry;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Outbox;

/// <summary>
/// Delivers one outbox row. Hangfire retries with growing pauses; the idempotency key goes along, so that a receiver can tell a repetition. After
/// so many tries it is set aside. Without SMTP settings, mail becomes a file in the outbox folder.
/// </summary>
public sealed class OutboxDelivery
{
    /// <summary>Over some seven hours, by Hangfire's pauses.</summary>
    internal const int MostAttempts = 11;

    const string NothingLeaves = "This is a copy to try things on: nothing is sent from it.";

    readonly ProcessStore store;
    readonly CommitQueue commits;
    readonly DeliverySettings settings;
    readonly ProductDeliveries product;
    readonly TimeProvider clock;
    readonly HttpClient http;
    readonly HttpRequests requests;
    readonly EngineReader reader;
    readonly StoreHealth health;
    readonly ILogger<OutboxDelivery> log;

    internal OutboxDelivery(
        ProcessStore store, CommitQueue commits, DeliverySettings settings, ProductDeliveries product, TimeProvider clock, HttpClient http,
        HttpRequests requests, EngineReader reader, StoreHealth health, ILogger<OutboxDelivery> log)
    {
        (this.store, this.commits, this.settings, this.product, this.clock, this.http) = (store, commits, settings, product, clock, http);
        (this.requests, this.reader, this.health, this.log) = (requests, reader, health, log);
    }

    public async Task Deliver(long outboxId, CancellationToken stopping)
    {
        OutboxRow? row = null;
        var isCopy = false;
        await health.UntilDone(async () =>
        {
            await using var database = store.Query();
            row = await database.Outbox.FindAsync([outboxId], stopping);
            isCopy = StoreCopy.Read(database) is not null;
        }, stopping);
        if (row is null or { DeliveredAt: not null } or { FailedAt: not null }) return;
        // While this node was stopped or cut off, another has taken it.
        if (row.ClaimedBy is { } holder && store.IsShared && holder != store.Node) return;
        if (isCopy)
        {
            await Mark(outboxId, stored => (stored.LastError, stored.FailedAt) = (NothingLeaves, clock.GetUtcNow()));
            return;
        }
        using var span = ProcessTelemetry.Delivery(row.Channel, row.TraceParent);
        if (row.Channel == OutgoingRequest.Channel)
        {
            await SendRequest(row);
            return;
        }
        var message = OutgoingMessage.FromDocument(row.Document);
        try
        {
            if (product.Channels.TryGetValue(row.Channel, out var deliver)) await deliver(row, message, stopping);
            else if (row.Channel == "webhook") await PostWebhook(row, message);
            else await SendMail(row, message, stopping);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            var isOver = row.Attempts + 1 >= MostAttempts || error is DeliveryException { IsFinal: true };
            await Mark(outboxId, stored =>
            {
                stored.LastError = WordedException.Of(error) ?? error.Message;
                (stored.Attempts, stored.FailedAt) = (stored.Attempts + 1, isOver ? clock.GetUtcNow() : null);
            });
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, error.GetType().Name);
            ProcessTelemetry.Delivered(row.Channel, isOver ? "set-aside" : "failed");
            if (!isOver) throw;
            log.LogWarning("{Channel} message {MessageKey} is set aside", row.Channel, row.Key);
            return;
        }
        await Mark(outboxId, stored => (stored.DeliveredAt, stored.LastError) = (clock.GetUtcNow(), null));
        ProcessTelemetry.Delivered(row.Channel, "delivered");
        log.LogInformation("Delivered {Channel} message {MessageKey}", row.Channel, row.Key);
    }

    /// <summary>
    /// Sends a workflow's HTTP request. Its answer is a stimulus, queued in the transaction that marks the row: both stand or neither. A crash
    /// between the answer and that transaction sends it again, under the same key.
    /// </summary>
    async Task SendRequest(OutboxRow row)
    {
        var request = OutgoingRequest.FromDocument(row.Document);
        var isAwaited = row.InstanceId is { } id && reader.LoadInstance(id) is var (_, state)
            && state.Bookmarks.Exists(bookmark => bookmark.Id == row.Key);
        var answer = isAwaited ? await requests.Send(request, row.Key) : null;
        await commits.Commit(new CommitRequest
        {
            Change = transaction =>
            {
                if (transaction.Database.Outbox.Find(row.Id) is not { DeliveredAt: null } stored) return;
                (stored.DeliveredAt, stored.LastError, stored.Document) =
                    (clock.GetUtcNow(), answer is null ? "Nobody waits for the answer any more." : answer.Message, request.Told());
                if (answer is not null)
                    transaction.Queue(new QueuedStimulus.Deliver(row.InstanceId!, new Stimulus.TaskCompleted(row.Key, ValueConversion.From(answer))));
            },
        });
        ProcessTelemetry.Delivered(row.Channel, answer is null or { Failure: null } ? "delivered" : "failed");
        // Without the query, in which a secret may stand.
        log.LogInformation("{Method} {Url} for {InstanceId}: {Outcome}", request.Method, request.Url.GetLeftPart(UriPartial.Path), row.InstanceId,
            (object?)answer?.StatusCode ?? answer?.Failure);
    }

    Task Mark(long id, Action<OutboxRow> change) => commits.Commit(new CommitRequest
    {
        InBatch = true,
        Change = transaction =>
        {
            if (transaction.Database.Outbox.Find(id) is { } row) change(row);
        },
    });

    async Task SendMail(OutboxRow row, OutgoingMessage message, CancellationToken stopping)
    {
        DeliverySettings server;
        await using (var database = store.Query()) server = product.Present(database, settings);
        using var mail = MailMessage.Of(row, message, server.MailFrom);
        if (server.SmtpHost is not { Length: > 0 } host)
        {
            Directory.CreateDirectory(settings.MailFolder);
            await using var target = File.Create(Path.Combine(settings.MailFolder, $"{row.Key}.eml"));
            await mail.WriteToAsync(target, stopping);
            return;
        }
        using var client = new SmtpClient();
        await client.ConnectAsync(host, server.SmtpPort, cancellationToken: stopping);
        if (server.SmtpUser is { Length: > 0 } user) await client.AuthenticateAsync(user, server.SmtpPassword ?? "", stopping);
        await client.SendAsync(mail, stopping);
        await client.DisconnectAsync(true, stopping);
    }

    /// <summary>
    /// Only hooks that the settings name can be called; a workflow cannot make up an address. One of the settings file may lie inside of the company;
    /// one that was entered on a page goes by the rules of all other requests.
    /// </summary>
    async Task PostWebhook(OutboxRow row, OutgoingMessage message)
    {
        DeliverySettings present;
        await using (var database = store.Query()) present = product.Present(database, settings);
        if (!present.Webhooks.TryGetValue(row.Recipient, out var address))
            throw new ActivityException($"There is no webhook '{row.Recipient}' in the settings.");
        var isOfFile = settings.Webhooks.GetValueOrDefault(row.Recipient) == address;
        if (!isOfFile && !requests.AllowsHost(address))
            throw new ActivityException($"The webhook '{row.Recipient}' leads to {address.Host}, which is not among the outgoing hosts.");
        using var request = new HttpRequestMessage(HttpMethod.Post,
            address)
        { Content = JsonContent.Create(new { subject = message.Subject, text = message.Body }) };
        request.Headers.Add("Idempotency-Key", row.Key);
        using var response = await (isOfFile ? http : requests.Client).SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}

/// <summary>How messages leave; from the Delivery section of the settings.</summary>
public sealed record DeliverySettings
{
    public string MailFrom { get; init; } = "threestep@localhost";
    /// <summary>Where people reach this server: links in messages begin with it. Blank: the first of the addresses it listens on.</summary>
    public string Address { get; set; } = "";
    /// <summary>Where mail goes as files when no SMTP server is set.</summary>
    public string MailFolder { get; set; } = "data/outbox";
    public string? SmtpHost { get; init; }
    public int SmtpPort { get; init; } = 587;
    public string? SmtpUser { get; init; }
    public string? SmtpPassword { get; init; }
    /// <summary>Names and addresses of webhooks that workflows may call.</summary>
    public Dictionary<string, Uri> Webhooks { get; init; } = [];
}
