namespace ThreeStep.Runtime.Outbox;

/// <summary>
/// How many deliveries are under way to each target: only a few at once, so that one that does not answer keeps nothing else waiting. What must wait
/// here is not lost by a crash: its rows are handed over again.
/// </summary>
sealed class DeliveryTargets
{
    internal const int AtOnce = 4;

    readonly Lock change = new();
    readonly Dictionary<string, Target> targets = [];

    sealed class Target
    {
        public int UnderWay { get; set; }
        public Queue<long> Waiting { get; } = [];
    }

    /// <returns>False when it must wait: <see cref="Leave"/> gives it back when its turn has come.</returns>
    public bool TryEnter(string name, long outboxId)
    {
        lock (change)
        {
            if (!targets.TryGetValue(name, out var target)) targets[name] = target = new();
            if (target.UnderWay == AtOnce)
            {
                target.Waiting.Enqueue(outboxId);
                return false;
            }
            target.UnderWay++;
            return true;
        }
    }

    /// <returns>What is to be delivered next to that target; null when nothing waits.</returns>
    public long? Leave(string name)
    {
        lock (change)
        {
            var target = targets[name];
            target.UnderWay--;
            if (target.Waiting.TryDequeue(out var next)) return next;
            if (target.UnderWay == 0) targets.Remove(name);
            return null;
        }
    }
}
