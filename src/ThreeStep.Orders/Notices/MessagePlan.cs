namespace ThreeStep.Orders.Notices;

/// <summary>What a person is told now, as one message, and when to look again.</summary>
/// <param name="Items">Nothing: no message now.</param>
/// <param name="Keys">What is told by it, <see cref="Matter.Key"/>: of things that say the same again one stands in the message.</param>
/// <param name="IsDigest">It is one of the regular ones, or tells more than a few things at once.</param>
/// <param name="LookAgainAt">UTC; null when nothing is to come of what is there.</param>
public sealed record MessagePlan(IReadOnlyList<Matter> Items, IReadOnlyList<string> Keys, bool IsDigest, DateTimeOffset? LookAgainAt)
{
    /// <summary>What comes up within this time is told together, and what is answered within it is not told at all.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>After a message the next one of the same person waits so long, and takes along what comes up meanwhile.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMinutes(10);

    /// <summary>More urgent things than these at once are a digest.</summary>
    const int FewAtOnce = 3;

    /// <summary>
    /// The rule of all messages. Urgent things come at once, as far as the person's working time and quiet hours allow; the others with the next
    /// digest. What is due at the same time comes in one message, and whatever an outage has kept back is due at the same time. What was told is
    /// not told again.
    /// </summary>
    /// <param name="matters">What is open for the person now.</param>
    /// <param name="told">Keys of what they were told.</param>
    /// <param name="lastAt">When they got the last message.</param>
    public static MessagePlan Of(IEnumerable<Matter> matters, IReadOnlySet<string> told, MessageChoices choices, TellingTimes times,
        DateTimeOffset? lastAt, DateTimeOffset now)
    {
        var (due, isDigest) = (new List<Matter>(), false);
        DateTimeOffset? next = null;
        foreach (var matter in matters)
        {
            if (told.Contains(matter.Key) || choices.Of(matter.Kind).When == MessageTime.Never) continue;
            var isAtOnce = choices.IsAtOnce(matter.Kind, matter.IsUrgent);
            var wished = isAtOnce ? matter.Since + Settling : times.Digest(matter.Since);
            if (lastAt + Gathering is { } gathered && wished < gathered) wished = gathered;
            if (wished is not { } time || times.Allowed(time > now ? time : now) is not { } at) continue;
            if (at > now) next = next is null || at < next ? at : next;
            else
            {
                due.Add(matter);
                isDigest |= !isAtOnce;
            }
        }
        var keys = due.Select(matter => matter.Key).ToHashSet();
        due.RemoveAll(matter => matter.Again is { } former && keys.Contains(former));
        var items = due.OrderByDescending(matter => matter.IsUrgent).ThenBy(matter => matter.DueAt ?? DateTimeOffset.MaxValue)
            .ThenBy(matter => matter.Since).ThenBy(matter => matter.Key, StringComparer.Ordinal).ToList();
        return new(items, keys.ToList(), isDigest || items.Count > FewAtOnce, next);
    }
}
