using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Tests;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Runtime.Tests;

/// <summary>The engine with the smallest product, on a database of its own and with a clock that is moved by hand.</summary>
public sealed class NoteWorld : IAsyncLifetime
{
    readonly ServiceProvider services;
    readonly ProcessClock clock = ProcessClock.Standing(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    readonly string? database;

    /// <summary>On a file.</summary>
    public NoteWorld() : this(null) { }

    /// <summary>On a database of its own of a server.</summary>
    /// <param name="patience">How long a node may stand still while it writes.</param>
    public static NoteWorld OnPostgres(TimeSpan? patience = null) => new(PostgresServer.NewDatabase(), patience);

    NoteWorld(string? database, TimeSpan? patience = null)
    {
        this.database = database;
        Folder = Directory.CreateTempSubdirectory("threestep-engine-").FullName;
        if (database is null)
        {
            var file = SqliteStore.Of<NoteDatabase>(Path.Combine(Folder, "notes.db"), options => new NoteDatabase(options));
            file.WriterOpened = connection => Writer = connection;
            Store = file;
        }
        else Store = PostgresStore.Of<NoteDatabase>(database, Folder, options => new NoteDatabase(options), patience);
        using (var context = Store.Query()) context.Database.EnsureCreated();
        Reader = new NoteReader(Store);
        services = BuildServices();
        Runtime = services.GetRequiredService<WorkflowRuntime>();
        Time = services.GetRequiredService<VirtualTime>();
        Definitions = services.GetRequiredService<DefinitionStore>();
    }

    ServiceProvider BuildServices() => new ServiceCollection().AddLogging()
        .AddSingleton(new ActivityAssembly(typeof(NoteWorld).Assembly))
        .AddSingleton<IRecordReader>(Reader)
        .AddSingleton(new CommandHandlers()
            .Add<WriteNoteCommand>((transaction, command, _) => transaction.Database.Add(new Note { Id = command.NoteId, Text = command.Text })))
        .AddSingleton(new StoreHealth(RealTime, Log))
        .AddProcessRuntime(Store, clock, new DeliverySettings { MailFolder = Path.Combine(Folder, "outbox") }).BuildServiceProvider();

    /// <summary>A second runtime on the same database, as another process would be.</summary>
    public OtherProcess SecondProcess() => new(BuildServices());

    public sealed class OtherProcess(ServiceProvider services) : IAsyncDisposable
    {
        public WorkflowRuntime Runtime { get; } = services.GetRequiredService<WorkflowRuntime>();
        public DefinitionStore Definitions { get; } = services.GetRequiredService<DefinitionStore>();
        public VirtualTime Time { get; } = services.GetRequiredService<VirtualTime>();
        public EngineReader Reader { get; } = services.GetRequiredService<EngineReader>();
        public InstanceNames Names { get; } = services.GetRequiredService<InstanceNames>();
        public ValueTask DisposeAsync() => services.DisposeAsync();
    }

    public string Folder { get; }
    /// <summary>The time by which the store is waited for.</summary>
    public FakeTimeProvider RealTime { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    /// <summary>What was said of the store's outages.</summary>
    public FakeLogger<StoreHealth> Log { get; } = new();
    /// <summary>The connection everything is written on; for the story of a full disk.</summary>
    public SqliteConnection Writer { get; private set; } = null!;
    public ProcessStore Store { get; }
    public NoteReader Reader { get; }
    public WorkflowRuntime Runtime { get; }
    public VirtualTime Time { get; }
    public DefinitionStore Definitions { get; }
    public DateTimeOffset Now => clock.GetUtcNow();

    public T Service<T>() where T : notnull => services.GetRequiredService<T>();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task Pass(TimeSpan time) => Time.RunUntil(Now + time);

    /// <summary>Lets the time pass by which the store is waited for, as long as it takes.</summary>
    public async Task PassUntil(Task done)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!done.IsCompleted)
        {
            RealTime.Advance(TimeSpan.FromMilliseconds(200));
            await Task.WhenAny(done, tick.WaitForNextTickAsync().AsTask());
        }
    }

    public void Sql(string text)
    {
        using var connection = Store.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    public T Read<T>(Func<ProcessDatabase, T> read)
    {
        using var database = Store.Query();
        return read(database);
    }

    /// <summary>What the notes say, in order of the alphabet.</summary>
    public List<string> Notes() => Read(database => database.Set<Note>().Select(note => note.Text).Order().ToList());

    public List<InstanceRow> Instances(string definitionId) =>
        Read(database => database.Instances.Where(row => row.DefinitionId == definitionId).ToList());

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (database is not null) PostgresServer.Drop(database);
        Directory.Delete(Folder, recursive: true);
    }
}
