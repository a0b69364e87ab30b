using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;

namespace ThreeStep.Benchmarks;

/// <summary>
/// The real host with many instances that each wait for an event and for a time, in a database of its own, which is gone afterwards.
/// </summary>
sealed class WaitingInstances : IAsyncDisposable
{
    public const string Key = "benchmark-admin";
    const int Definitions = 4;
    const int RowsAlone = 1_000;

    readonly WebApplication app;
    readonly string folder;

    WaitingInstances(WebApplication app, string folder, string id, double bytesEach, double rowBytes) =>
        (this.app, this.folder, SomeId, BytesEach, RowBytes) = (app, folder, id, bytesEach, rowBytes);

    public string Address => app.Urls.First();
    public string SomeId { get; }
    /// <summary>Of the file, for one instance with its waits, its history and all indexes.</summary>
    public double BytesEach { get; }
    /// <summary>Of the file, for the row of one instance alone, without its indexes.</summary>
    public double RowBytes { get; }

    public static async Task<WaitingInstances> Make(int count)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-benchmark-").FullName;
        var app = Server.Build(new ServerOptions("http://127.0.0.1:0", folder, Empty: true));
        var store = app.Services.GetRequiredService<ProcessStore>();
        using (var database = store.Query())
        {
            database.Add(new User { Id = Key, Name = "Administrator", Role = Role.Admin });
            database.Add(new ApiKeyRow
            {
                Id = Key,
                UserId = Key,
                Name = "benchmark",
                Hash = ApiKey.Hash(Key),
                Rights = ApiKeyRights.All,
                CreatedAt = DateTimeOffset.UnixEpoch
            });
            database.SaveChanges();
        }
        for (var number = 0; number < Definitions; number++)
            await app.Services.GetRequiredService<DefinitionStore>().Save(Waiting(number), publish: true);
        var runtime = app.Services.GetRequiredService<WorkflowRuntime>();
        for (var number = 0; number < Definitions; number++)
            await runtime.Start($"waiting-{number}", new() { ["DealId"] = $"deal-{number}" }, $"deal-{number}", $"{number:x16}");
        using (var connection = (SqliteConnection)store.Open())
        {
            connection.CreateFunction("copy_of", (byte[] document, string id, string other) => CopyOf(document, id, other));
            Multiply(connection, count);
        }
        await app.StartAsync();
        using var measure = (SqliteConnection)store.Open();
        var size = Size(measure);
        Run(measure, $"CREATE TABLE alone AS SELECT * FROM instances LIMIT {RowsAlone}");
        var rowBytes = (Size(measure) - size) / RowsAlone;
        Run(measure, "DROP TABLE alone");
        return new(app, folder, Text(measure, "SELECT id FROM instances ORDER BY created_at LIMIT 1 OFFSET 100"), size / count, rowBytes);
    }

    static double Size(SqliteConnection connection) => Number(connection, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");

    /// <summary>What follows up a deal: it waits for its end, and for the next time to look at it.</summary>
    static JsonObject Waiting(int number) => (JsonObject)JsonNode.Parse($$$"""
        { "definitionId": "waiting-{{{number}}}", "name": "跟进 Follow up {{{number}}}", "inputs": [{ "name": "DealId", "type": "String" }],
          "variables": [{ "id": "Deal", "name": "Deal", "typeName": "String" }, { "id": "Every", "name": "Every", "typeName": "TimeSpan", "value": "7.00:00:00" }],
          "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              { "id": "set", "type": "Elsa.SetVariable", "version": 1, "variable": { "id": "Deal", "name": "Deal" },
                "value": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('DealId')" } } },
              { "id": "name", "type": "Elsa.SetName", "version": 1,
                "value": { "typeName": "String", "expression": { "type": "JavaScript", "value": "'青岛瑞丰食品 包装线 ' + getVariable('Deal')" } } },
              { "id": "closed", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "deal-closed" } } },
              { "id": "next", "type": "Elsa.Delay", "version": 1, "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Variable", "value": { "id": "Every", "name": "Every" } } } } ],
            "connections": [
              { "source": { "activity": "set", "port": "Done" }, "target": { "activity": "name", "port": "In" } },
              { "source": { "activity": "name", "port": "Done" }, "target": { "activity": "closed", "port": "In" } },
              { "source": { "activity": "name", "port": "Done" }, "target": { "activity": "next", "port": "In" } } ] } }
        """)!;

    static byte[] CopyOf(byte[] document, string id, string other) =>
        InstanceDocument.Write(InstanceDocument.Read(Encoding.UTF8.GetBytes(InstanceDocument.Text(document)
            .Replace(id, other, StringComparison.Ordinal))));

    /// <summary>Copies the real rows under other ids: one in a hundred is finished, one in ten thousand faulted.</summary>
    static void Multiply(SqliteConnection connection, int count) => Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
        PRAGMA synchronous = OFF;
        CREATE TEMP TABLE made AS
            WITH RECURSIVE numbers(n) AS (SELECT {Definitions} UNION ALL SELECT n + 1 FROM numbers WHERE n < {count - 1})
            SELECT n, lower(hex(randomblob(8))) AS id, printf('%016x', n % {Definitions}) AS model FROM numbers;
        INSERT INTO instances (id, definition_id, definition_version_id, definition_version, status, sub_status, correlation_id, name, parent_instance_id, incident_count,
                               created_at, updated_at, finished_at, row_version, document)
            SELECT made.id, definition_id, definition_version_id, definition_version, CASE WHEN n % 100 = 0 THEN 'Finished' ELSE status END,
                CASE WHEN n % 10000 = 0 THEN 'Faulted' WHEN n % 100 = 0 THEN 'Finished' ELSE sub_status END, 'deal-' || n, '青岛瑞丰食品 包装线 ' || n, NULL,
                n % 10000 = 0, created_at + n * 10000000, updated_at + (n * 7919 % {count}) * 10000000, CASE WHEN n % 100 = 0 THEN updated_at + n * 10000000 END, row_version,
                copy_of(document, made.model, made.id)
            FROM made JOIN instances ON instances.id = made.model;
        INSERT INTO bookmarks (id, instance_id, name, hash, correlation_id, activity_id, due_at)
            SELECT lower(hex(randomblob(8))), made.id, name, hash, 'deal-' || n, activity_id, due_at + n * 10000000 FROM made JOIN bookmarks ON instance_id = made.model WHERE n % 100 <> 0;
        INSERT INTO bursts (instance_id, sequence, at, document) SELECT made.id, sequence, at + n * 10000000, replace(document, made.model, made.id) FROM made JOIN bursts ON instance_id = made.model;
        DROP TABLE made;
        PRAGMA wal_checkpoint(TRUNCATE);
        """));

    static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        command.ExecuteNonQuery();
    }

    static double Number(SqliteConnection connection, string sql) => Convert.ToDouble(Scalar(connection, sql), CultureInfo.InvariantCulture);

    static string Text(SqliteConnection connection, string sql) => (string)Scalar(connection, sql);

    static object Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
