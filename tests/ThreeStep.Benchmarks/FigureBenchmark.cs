using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Benchmarks;

/// <summary>
/// The page of a workflow with many finished cases, over HTTP, warm: each case has come by twelve steps in four bursts, over 400 days. Also how fast
/// the follower folds them, and how much of the file that takes.
/// </summary>
static class FigureBenchmark
{
    const string Key = "benchmark-admin", Workflow = "big-order";
    const int Days = 400, Calls = 20, WarmUp = 5, StepsABurst = 3, Bursts = 4;

    public static async Task<int> Run(int count)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-benchmark-").FullName;
        await using var app = Server.Build(new ServerOptions("http://127.0.0.1:0", folder, Empty: true));
        var store = (SqliteStore)app.Services.GetRequiredService<ProcessStore>();
        await app.Services.GetRequiredService<WorkflowFiles>().Load(Path.Combine(Root(), "workflows"));
        using (var database = store.Query())
        {
            database.Add(new User { Id = Key, Name = "Administrator", Role = Role.Admin });
            database.Add(new User { Id = "manager", Name = "Manager", Role = Role.Manager });
            foreach (var user in (string[])[Key, "manager"])
                database.Add(new ApiKeyRow
                {
                    Id = user,
                    UserId = user,
                    Name = "benchmark",
                    Hash = ApiKey.Hash(user),
                    Rights = ApiKeyRights.All,
                    CreatedAt = DateTimeOffset.UnixEpoch,
                });
            database.SaveChanges();
        }
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var workflow = app.Services.GetRequiredService<CompiledDefinitions>().FindPublished(Workflow)!;
        using (var connection = (SqliteConnection)store.Open()) Fill(connection, workflow, count, now);
        var before = new FileInfo(store.Path).Length;
        var begin = Stopwatch.GetTimestamp();
        await app.Services.GetRequiredService<FigureFollower>().CatchUp();
        var followed = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using (var connection = (SqliteConnection)store.Open()) Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} cases, {count * Bursts:N0} bursts folded in {followed:0} s, {count * Bursts / followed:N0} a second; ")
            + string.Create(CultureInfo.InvariantCulture, $"{(new FileInfo(store.Path).Length - before) / (double)count:N0} bytes a case"));
        await app.StartAsync();
        foreach (var user in (string[])[Key, "manager"])
            foreach (var path in (string[])["", "?period=all&paint=Time", "?period=30&paint=Missed", "/stays?period=all",
                "/stays?kind=Missed&period=all"])
                await Measure(app.Urls.First(), user, $"/process/{Workflow}{path}");
        await Measure(app.Urls.First(), Key, $"/api/workflows/{Workflow}/figures");
        await app.StopAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Process.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    static void Fill(SqliteConnection connection, CompiledWorkflow workflow, int count, DateTimeOffset now)
    {
        Run(connection, "PRAGMA synchronous = OFF");
        var chance = new Random(7);
        var steps = workflow.Nodes.Where(node => node.Children.Count == 0).Select(node => node.NodeId).ToList();
        using var transaction = connection.BeginTransaction();
        using var instance = Command(connection, transaction, """
            INSERT INTO instances (id, definition_id, definition_version_id, definition_version, status, sub_status, correlation_id, incident_count,
                created_at, updated_at, finished_at, row_version, document)
            VALUES ($id, $d, $v, 1, 'Finished', 'Finished', $about, 0, $from, $to, $to, $bursts, $document)
            """);
        using var burst = Command(connection, transaction,
            "INSERT INTO bursts (instance_id, sequence, at, document) VALUES ($id, $sequence, $at, $document)");
        for (var number = 0; number < count; number++)
        {
            var id = $"{number:x16}";
            // One after the other, as they come.
            var at = now.AddDays(Days * ((double)number / count - 1)).UtcTicks;
            var (from, sequence, open) = (at, 0, new List<(int Execution, string Node)>());
            for (var each = 1; each <= Bursts; each++)
            {
                var journal = new List<string>();
                if (each == 1) Entry("Started", 0, workflow.Root.NodeId);
                foreach (var (execution, node) in open) Entry("Completed", execution, node);
                open.Clear();
                for (var step = 0; step < StepsABurst; step++)
                {
                    open.Add((sequence, steps[chance.Next(steps.Count)]));
                    Entry("Started", open[^1].Execution, open[^1].Node);
                    if (step == 0 && each < Bursts) continue;
                    Entry("Completed", open[^1].Execution, open[^1].Node);
                    open.RemoveAt(open.Count - 1);
                }
                if (each == Bursts) Entry("Completed", 0, workflow.Root.NodeId);
                Set(burst, ("$id", id), ("$sequence", each), ("$at", at),
                    ("$document", $$$"""{"s":{"kind":"Start","input":{}},"j":[{{{string.Join(',', journal)}}}]}"""));
                at += (long)(TimeSpan.TicksPerHour * Math.Exp(chance.NextDouble() * 6));

                void Entry(string name, int execution, string node) => journal.Add(
                    $$$"""{"q":{{{sequence++}}},"e":"{{{name}}}","x":"{{{id}}}-{{{execution}}}","n":"{{{node}}}","i":{"Title":"what was said here"}}""");
            }
            Set(instance, ("$id", id), ("$d", Workflow), ("$v", workflow.Definition.Id), ("$about", $"deal-{number}"), ("$from", from), ("$to", at),
                ("$bursts", Bursts), ("$document", InstanceDocument.Write(new InstanceState
                {
                    Id = id,
                    DefinitionId = Workflow,
                    DefinitionVersionId = workflow.Definition.Id,
                    DefinitionVersion = 1,
                })));
        }
        transaction.Commit();
    }

    static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        return command;
    }

    static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }

    static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        command.ExecuteNonQuery();
    }

    static async Task Measure(string address, string key, string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        var times = new List<double>();
        for (var call = -WarmUp; call < Calls; call++)
        {
            var begin = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(path);
            await answer.Content.ReadAsByteArrayAsync();
            if ((int)answer.StatusCode != 200) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
            if (call >= 0) times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path,-55}{key,-18}{times[Calls / 2],6:0} ms, p95 {times[Calls * 95 / 100 - 1],4:0} ms"));
    }
}
