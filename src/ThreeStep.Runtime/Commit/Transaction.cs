using System.Text.Json;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>A commit while it is being made: whatever is changed, queued and sent through it is written together or not at all.</summary>
public sealed class Transaction
{
    readonly IIdSource ids;
    readonly Action<QueuedStimulus> queue;
    readonly Action<OutboxRow> send;

    internal Transaction(ProcessDatabase database, DateTimeOffset now, IIdSource ids, Action<QueuedStimulus> queue, Action<OutboxRow> send) =>
        (Database, Now, this.ids, this.queue, this.send) = (database, now, ids, queue, send);

    public ProcessDatabase Database { get; }

    /// <summary>The time of the commit, UTC.</summary>
    public DateTimeOffset Now { get; }

    public string NewId() => ids.Next();

    /// <summary>Adds a line to the audit log, in the transaction of what it tells of.</summary>
    /// <param name="by">Who did it.</param>
    /// <param name="action">One of <see cref="WorkflowAudit"/>, or a word of the product's.</param>
    /// <param name="subject">The id of what it was done to.</param>
    public void Audit(string? by, string action, string? subject = null, string? detail = null) =>
        Database.Audit.Add(new AuditRow { At = Now, UserId = by, Action = action, Subject = subject, Detail = detail });

    /// <summary>Accepts a stimulus: it is carried out after the commit, once, whatever happens to the process.</summary>
    public void Queue(QueuedStimulus stimulus) => queue(stimulus);

    /// <summary>Lets a message leave the building. A key that was used before is not sent again.</summary>
    /// <param name="channel">mail, webhook, or what else has a delivery.</param>
    /// <param name="recipient">A mail address, or the name of a webhook of the settings.</param>
    /// <param name="content">What the delivery reads, as JSON.</param>
    public void Send(string key, string channel, string recipient, object content, string? instanceId = null) => send(new OutboxRow
    {
        Key = key,
        Channel = channel,
        Recipient = recipient,
        Document = JsonSerializer.Serialize(content, content.GetType(), Json.Options),
        InstanceId = instanceId,
        CreatedAt = Now,
    });
}
