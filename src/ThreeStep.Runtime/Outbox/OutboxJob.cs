using Hangfire;

namespace ThreeStep.Runtime.Outbox;

/// <summary>What Hangfire runs: the delivery of one outbox row, as soon as its target has a place for it.</summary>
public sealed class OutboxJob
{
    readonly OutboxDelivery delivery;
    readonly OutboxDispatcher dispatcher;
    readonly DeliveryTargets targets;

    internal OutboxJob(OutboxDelivery delivery, OutboxDispatcher dispatcher, DeliveryTargets targets) =>
        (this.delivery, this.dispatcher, this.targets) = (delivery, dispatcher, targets);

    /// <param name="target">Where it goes; null for mail, which goes to one server.</param>
    [AutomaticRetry(Attempts = OutboxDelivery.MostAttempts - 1)]
    public async Task Deliver(long outboxId, string? target, CancellationToken stopping)
    {
        if (target is null)
        {
            await delivery.Deliver(outboxId, stopping);
            return;
        }
        if (!targets.TryEnter(target, outboxId)) return;
        try { await delivery.Deliver(outboxId, stopping); }
        finally
        {
            if (targets.Leave(target) is { } next) dispatcher.Enqueue(next, target);
        }
    }
}
