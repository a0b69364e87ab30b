namespace ThreeStep.Orders.Figures;

/// <summary>What the follower reads and writes by hand, each statement with the index that serves it. Times are UTC ticks.</summary>
static class FigureSql
{
    // rowid of bursts; for the order see BurstOrder
    public const string BurstAt = "SELECT instance_id, sequence FROM bursts WHERE rowid = @followed";
    public const string LastBurst = "SELECT COALESCE(MAX(rowid), 0) AS \"Value\" FROM bursts";

    public const string Zone = "SELECT zone FROM companies LIMIT 1";

    // primary key of instances
    public const string Instance =
        "SELECT definition_id, definition_version, status, sub_status, finished_at, row_version FROM instances WHERE id = @id";

    // primary key of step_stays
    public const string StaysOf =
        "SELECT execution, definition_id, version, step_id, visit, came_at, left_at FROM step_stays WHERE instance_id = @id ORDER BY execution";

    // ix_clocks_instance_id
    public const string ClocksOf = "SELECT activity_id, due_at, ended_at FROM clocks WHERE instance_id = @id AND NOT is_withdrawn";

    // primary key of step_stays; an instance that was deleted meanwhile is not brought back
    public const string SaveStay = """
        INSERT INTO step_stays (instance_id, execution, definition_id, version, step_id, visit, came_at, left_at, ended, outcome, is_met, day,
            seconds, bucket)
        SELECT @instance_id, @execution, @definition_id, @version, @step_id, @visit, @came_at, @left_at, @ended, @outcome, @is_met, @day, @seconds,
            @bucket
        WHERE EXISTS (SELECT 1 FROM instances WHERE id = @instance_id)
        ON CONFLICT (instance_id, execution) DO UPDATE SET left_at = excluded.left_at, ended = excluded.ended, outcome = excluded.outcome,
            is_met = excluded.is_met, day = excluded.day, seconds = excluded.seconds, bucket = excluded.bucket
        """;
    public const string MoveStays = "UPDATE step_stays SET version = @version WHERE instance_id = @id AND version <> @version";

    // primary key of step_stays
    public const string ClearSome = """
        DELETE FROM step_stays WHERE (instance_id, execution) IN (SELECT instance_id, execution FROM step_stays
            WHERE instance_id NOT IN (SELECT id FROM archived_instances) LIMIT @limit)
        """;
    // The bursts of archived instances are not there any more to be folded again.
    public const string ClearFigures = "DELETE FROM step_figures WHERE NOT EXISTS (SELECT 1 FROM archived_instances)";

    // primary key of settings
    public const string Progress = "SELECT value FROM settings WHERE key = @key";
    public const string SaveProgress =
        "INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}
