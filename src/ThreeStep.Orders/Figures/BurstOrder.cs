namespace ThreeStep.Orders.Figures;

/// <summary>A database that says in which order its bursts are followed.</summary>
interface IBurstHistory
{
    BurstOrder BurstOrder { get; }
}

/// <summary>In which order bursts are followed: one in which none can come up later before one that was followed already.</summary>
/// <param name="Some">The next bursts after a place: row, instance, sequence, time, document, transaction.</param>
/// <param name="NextTime">When the first of them was, as the column Value; {0} and {1} are the place.</param>
/// <param name="Behind">How many they are, as the column Value; {0} and {1} are the place.</param>
/// <param name="LastFollowed">Whose burst is the last up to a place: instance, sequence.</param>
/// <param name="PlaceOf">The place of a burst: row, transaction.</param>
/// <param name="NumbersComeAgain">A row may get the number of the last one, where that was removed.</param>
sealed record BurstOrder(string Some, string NextTime, string Behind, string LastFollowed, string PlaceOf, bool NumbersComeAgain)
{
    /// <summary>One writer: a later burst has a greater rowid.</summary>
    public static readonly BurstOrder ByNumber = new(
        "SELECT rowid, instance_id, sequence, at, document, 0 FROM bursts WHERE rowid > @followed AND @transaction = 0 ORDER BY rowid LIMIT @limit",
        "SELECT at AS Value FROM bursts WHERE rowid > {0} AND {1} = 0 ORDER BY rowid LIMIT 1",
        "SELECT MAX(0, COALESCE(MAX(rowid), 0) - {0} + {1}) AS Value FROM bursts",
        "SELECT instance_id, sequence FROM bursts WHERE rowid <= @followed AND @transaction = 0 ORDER BY rowid DESC LIMIT 1",
        "SELECT rowid, 0 FROM bursts WHERE instance_id = @instance_id AND sequence = @sequence", true);

    /// <summary>
    /// Many writers: a burst with a smaller number may be committed later. Transactions are numbered as they begin, and those before the oldest that
    /// still runs are all over, so nothing comes up among them any more.
    /// </summary>
    public static readonly BurstOrder ByTransaction = new("""
        SELECT rowid, instance_id, sequence, at, document, transaction FROM bursts
        WHERE (transaction, rowid) > (@transaction, @followed) AND transaction < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)
        ORDER BY transaction, rowid LIMIT @limit
        """,
        """SELECT at AS "Value" FROM bursts WHERE (transaction, rowid) > ({1}, {0}) ORDER BY transaction, rowid LIMIT 1""",
        """SELECT COUNT(*) AS "Value" FROM bursts WHERE (transaction, rowid) > ({1}, {0})""",
        """
        SELECT instance_id, sequence FROM bursts WHERE (transaction, rowid) <= (@transaction, @followed)
        ORDER BY transaction DESC, rowid DESC LIMIT 1
        """,
        "SELECT rowid, transaction FROM bursts WHERE instance_id = @instance_id AND sequence = @sequence", false);
}
