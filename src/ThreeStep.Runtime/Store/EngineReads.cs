namespace ThreeStep.Runtime.Store;

/// <summary>What is looked for by those who carry it out, with what each store says to it. Times are UTC ticks.</summary>
/// <param name="DueBookmarks">Timers that are due; where nodes share the store, the caller's from now on.</param>
/// <param name="NextDue">When the first timer or start trigger is due, of those that are nobody else's.</param>
/// <param name="WaitingStimuli">What is queued and not set aside; where nodes share the store, the caller's from now on.</param>
/// <param name="TakeOutbox">Undelivered messages that nobody has, the caller's from now on; null where there is only one node.</param>
sealed record EngineReads(string DueBookmarks, string NextDue, string WaitingStimuli, string? TakeOutbox)
{
    /// <summary>One node has everything.</summary>
    public static readonly EngineReads Alone = new(
        // ix_bookmarks_due_at
        "SELECT id, instance_id, due_at FROM bookmarks WHERE due_at IS NOT NULL AND due_at <= @now ORDER BY due_at LIMIT @limit",
        "SELECT MIN(due) FROM (SELECT MIN(due_at) AS due FROM bookmarks WHERE due_at IS NOT NULL "
            + "UNION ALL SELECT MIN(due_at) FROM triggers WHERE due_at IS NOT NULL) AS times",
        "SELECT id, document FROM stimuli WHERE id > @after AND failed_at IS NULL ORDER BY id LIMIT @limit", null);

    /// <summary>
    /// A node takes what is free, passing over what another takes at the same moment. What it has taken is its own while it lives: the claims of one
    /// whose heart has not beaten for a while are free.
    /// </summary>
    /// <param name="node">Its id: letters and digits.</param>
    public static EngineReads Shared(string node)
    {
        var free = $"(claimed_by IS NULL OR NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = claimed_by AND {NodeSql.Lives}))";
        var mine = $"(claimed_by = '{node}' OR {free})";
        return new(
            $"""
             UPDATE bookmarks SET claimed_by = '{node}' WHERE id IN (SELECT id FROM bookmarks WHERE due_at IS NOT NULL AND due_at <= @now
                AND {mine} ORDER BY due_at LIMIT @limit FOR UPDATE SKIP LOCKED) RETURNING id, instance_id, due_at
             """,
            $"""
             SELECT MIN(due) FROM ((SELECT due_at AS due FROM bookmarks WHERE due_at IS NOT NULL AND {mine} ORDER BY due_at LIMIT 1)
                UNION ALL (SELECT MIN(due_at) FROM triggers WHERE due_at IS NOT NULL)) AS times
             """,
            $"""
             UPDATE stimuli SET claimed_by = '{node}' WHERE id IN (SELECT id FROM stimuli WHERE id > @after AND failed_at IS NULL
                AND {mine} ORDER BY id LIMIT @limit FOR UPDATE SKIP LOCKED) RETURNING id, document
             """,
            $"""
             UPDATE outbox SET claimed_by = '{node}' WHERE id IN (SELECT id FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL
                AND {free} ORDER BY id LIMIT @limit FOR UPDATE SKIP LOCKED) RETURNING id, channel, recipient
             """);
    }
}
