namespace ThreeStep.Runtime.Store;

/// <summary>The engine's hot path in SQL, each statement with the index that serves it. Times are UTC ticks.</summary>
static class EngineSql
{
    public const string Savepoint = "SAVEPOINT request";
    public const string RollbackToSavepoint = "ROLLBACK TO request";

    // primary key of instances
    public const string LoadInstance = "SELECT row_version, document FROM instances WHERE id = @id";

    // primary key of instances; nothing is inserted when the id is taken
    public const string InsertInstance = """
        INSERT INTO instances
            (id, definition_id, definition_version_id, definition_version, status, sub_status, correlation_id, name, parent_instance_id, incident_count, created_at, updated_at, finished_at, row_version, document)
        VALUES (@id, @definition_id, @definition_version_id, @definition_version, @status, @sub_status, @correlation_id, @name, @parent_instance_id, @incident_count, @created_at, @updated_at, @finished_at, 1, @document)
        ON CONFLICT DO NOTHING
        """;

    // primary key of instances; changes nothing when another burst was faster
    public const string UpdateInstance = """
        UPDATE instances SET definition_version_id = @definition_version_id, definition_version = @definition_version, status = @status, sub_status = @sub_status, correlation_id = @correlation_id, name = @name,
            incident_count = @incident_count, updated_at = @updated_at, finished_at = @finished_at, row_version = row_version + 1, document = @document
        WHERE id = @id AND row_version = @row_version
        """;

    // ix_instances_definition_id_created_at; by version it is a search through all, which only a deletion asks for

    // IX_instances_created_at, IX_instances_name_id; these are read from end to end, and nothing else
    public const string CountInstances = "SELECT COUNT(*) FROM instances";
    public const string TimesOfCreation = "SELECT rowid, created_at FROM instances ORDER BY created_at";
    public const string NamesOfInstances = "SELECT rowid, id, name FROM instances WHERE name IS NOT NULL ORDER BY name";

    // primary key of bursts
    public const string InsertBurst = "INSERT INTO bursts (instance_id, sequence, at, document) VALUES (@instance_id, @sequence, @at, @document)";

    // primary key of bookmarks
    public const string InsertBookmark =
        "INSERT INTO bookmarks (id, instance_id, name, hash, correlation_id, activity_id, due_at, counted) " +
        "VALUES (@id, @instance_id, @name, @hash, @correlation_id, @activity_id, @due_at, @counted)";
    public const string DeleteBookmark = "DELETE FROM bookmarks WHERE id = @id";

    // ix_bookmarks_instance_id
    public const string DeleteBookmarksOf = "DELETE FROM bookmarks WHERE instance_id = @instance_id";

    // ix_bookmarks_hash_correlation_id
    public const string FindBookmarks =
        "SELECT id, instance_id FROM bookmarks WHERE hash = @hash AND (CAST(@correlation_id AS TEXT) IS NULL OR correlation_id = @correlation_id) AND (CAST(@instance_id AS TEXT) IS NULL OR instance_id = @instance_id)";
    public const string FindBookmarksByCorrelation = "SELECT id, instance_id FROM bookmarks WHERE hash = @hash AND correlation_id = @correlation_id";

    // ix_triggers_hash, ix_triggers_due_at
    public const string FindTriggers = "SELECT id, definition_id, node_id, due_at FROM triggers WHERE hash = @hash";
    public const string DueTriggers =
        "SELECT id, definition_id, node_id, due_at FROM triggers WHERE due_at IS NOT NULL AND due_at <= @now ORDER BY due_at LIMIT @limit";
    public const string MoveTrigger = "UPDATE triggers SET due_at = @next_at WHERE id = @id AND due_at = @due_at";

    // primary key of stimuli
    public const string InsertStimulus = "INSERT INTO stimuli (document, created_at, attempts) VALUES (@document, @created_at, 0) RETURNING id";
    public const string ConsumeStimulus = "DELETE FROM stimuli WHERE id = @id";
    public const string CountWaiting = "SELECT COUNT(*) FROM (SELECT 1 FROM stimuli WHERE failed_at IS NULL LIMIT @limit) AS counted";

    // ix_outbox_key; a key that is there already is not sent again
    public const string InsertOutbox =
        """
        INSERT INTO outbox (key, channel, recipient, document, instance_id, created_at, attempts, trace_parent)
        VALUES (@key, @channel, @recipient, @document, @instance_id, @created_at, 0, @trace_parent) ON CONFLICT (key) DO NOTHING
        """;

    // primary key of settings
    public const string SaveSetting =
        "INSERT INTO settings (key, value) VALUES (@key, @value) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}
