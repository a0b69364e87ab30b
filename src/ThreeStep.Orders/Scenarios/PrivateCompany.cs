using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Scenarios;

/// <summary>
/// A company of its own, with the real runtime and the real changes, on a clock that only moves when told. It lives in a temporary folder, which goes
/// with it. Nothing that runs by itself runs here, so nothing leaves: mails, webhooks and requests stay in its outbox.
/// </summary>
public sealed class PrivateCompany : IAsyncDisposable
{
    readonly ServiceProvider services;
    readonly ProcessClock clock;

    /// <param name="now">UTC.</param>
    /// <param name="copyOf">A database file that it begins with, such as one with workflows; null for an empty one.</param>
    public PrivateCompany(DateTimeOffset now, CalendarDefinition calendar, string? copyOf = null)
        : this(now, calendar, folder => StoreIn(folder, copyOf)) { }

    /// <param name="open">Makes its store, given its folder.</param>
    internal PrivateCompany(DateTimeOffset now, CalendarDefinition calendar, Func<string, ProcessStore> open)
    {
        clock = ProcessClock.Standing(now);
        Folder = Directory.CreateTempSubdirectory("threestep-private-").FullName;
        Store = open(Folder);
        Store.Migrate();
        services = new ServiceCollection().AddLogging().AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
            .AddOrders(calendar)
            .AddProcessRuntime(Store, clock, new DeliverySettings { MailFolder = Path.Combine(Folder, "outbox") }).BuildServiceProvider();
        Runtime = services.GetRequiredService<WorkflowRuntime>();
        Time = services.GetRequiredService<VirtualTime>();
        Definitions = services.GetRequiredService<DefinitionStore>();
        Records = services.GetRequiredService<OrderRecords>();
        Calendars = services.GetRequiredService<WorkingCalendars>();
    }

    static SqliteStore StoreIn(string folder, string? copyOf)
    {
        var path = Path.Combine(folder, "threestep.db");
        if (copyOf is not null) File.Copy(copyOf, path);
        return OrdersDatabase.File(path);
    }

    public string Folder { get; }
    public ProcessStore Store { get; }
    public WorkflowRuntime Runtime { get; }
    public VirtualTime Time { get; }
    public DefinitionStore Definitions { get; }
    public OrderRecords Records { get; }
    public WorkingCalendars Calendars { get; }

    /// <summary>UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    public T Service<T>() where T : notnull => services.GetRequiredService<T>();

    /// <summary>A person as the one who makes a change.</summary>
    public Actor As(string userId) => new(userId, Read(database => database.Users.Find(userId)!.Role));

    public T Read<T>(Func<ProcessDatabase, T> read)
    {
        using var database = Store.Query();
        return read(database);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Store.Close();
        try { Directory.Delete(Folder, recursive: true); }
        // A scanner may hold a file for a moment; the system clears its temporary folder itself.
        catch (IOException) { }
    }
}
