using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Tests;

/// <summary>
/// A company with its database, the product's own workflows and a clock that is moved by hand. Begins on Monday, 2 March 2026, 09:00 in Shanghai.
/// </summary>
public sealed class CompanyWorld : IAsyncLifetime
{
    readonly ServiceProvider services;
    readonly ProcessClock clock = ProcessClock.Standing(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
    int lastId;

    public CompanyWorld()
    {
        Folder = Directory.CreateTempSubdirectory("threestep-test-").FullName;
        File = new DatabaseFile(Path.Combine(Folder, "threestep.db"));
        File.Migrate();
        services = BuildServices();
        Runtime = services.GetRequiredService<WorkflowRuntime>();
        Time = services.GetRequiredService<VirtualTime>();
        Definitions = services.GetRequiredService<DefinitionStore>();
    }

    ServiceProvider BuildServices() =>
        new ServiceCollection().AddLogging().AddProcessRuntime(File, clock, new DeliverySettings { MailFolder = Path.Combine(Folder, "outbox") }, ValueConversion.From(WorkCalendar.Default)!).BuildServiceProvider();

    /// <summary>A second runtime on the same database, as another process would be.</summary>
    public OtherProcess SecondProcess() => new(BuildServices());

    public sealed class OtherProcess(ServiceProvider services) : IAsyncDisposable
    {
        public WorkflowRuntime Runtime { get; } = services.GetRequiredService<WorkflowRuntime>();
        public DefinitionStore Definitions { get; } = services.GetRequiredService<DefinitionStore>();
        public VirtualTime Time { get; } = services.GetRequiredService<VirtualTime>();
        public ValueTask DisposeAsync() => services.DisposeAsync();
    }

    public string Folder { get; }
    public DatabaseFile File { get; }
    public WorkflowRuntime Runtime { get; }
    public VirtualTime Time { get; }
    public DefinitionStore Definitions { get; }
    public DateTimeOffset Now => clock.GetUtcNow();

    public T Service<T>() where T : notnull => services.GetRequiredService<T>();

    public static string WorkflowFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Process.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "workflows");
    }

    public async Task InitializeAsync()
    {
        await Service<WorkflowFiles>().Load(WorkflowFolder());
        await Change(database =>
        {
            database.Add(new Company { Name = "Company", Currency = "CNY" });
            database.AddRange(
                Person("rep", Role.Rep, null, "manager"), Person("other-rep", Role.Rep, null, "manager"), Person("manager", Role.Manager, "SalesManager", "director"), Person("director", Role.Manager, "Director", "head"),
                Person("head", Role.Manager, "SalesHead", null), Person("finance", Role.Manager, "Finance", null), Person("service", Role.Service, null, "head"), Person("marketing", Role.Marketing, null, "head"));
            database.Add(new Account { Id = "account", Name = "苏州华康食品", OwnerId = "rep", CreatedAt = Now });
            return [];
        });
    }

    static User Person(string id, Role role, string? position, string? managerId) => new() { Id = id, Name = id, Role = role, Position = position, ManagerId = managerId };

    /// <summary>Changes records, then everything that follows at once.</summary>
    public async Task Change(Func<ProcessDatabase, IEnumerable<QueuedStimulus>> change)
    {
        await Runtime.Record(change);
        await Time.RunUntil(Now);
    }

    public Task Pass(TimeSpan time) => Time.RunUntil(Now + time);

    public async Task<Deal> NewDeal(decimal amount = 100_000, Stage stage = Stage.Prospecting)
    {
        var deal = new Deal { Id = $"deal-{++lastId}", Name = $"大订单 {lastId}", AccountId = "account", OwnerId = "rep", Amount = amount, Currency = "CNY", Stage = stage, StageSince = Now, CreatedAt = Now };
        await Change(database =>
        {
            database.Add(deal);
            return [DomainEvents.DealCreated(deal)];
        });
        return deal;
    }

    public Task ChangeTerms(string dealId, decimal amount, decimal discount) => Change(database =>
    {
        var deal = database.Deals.Find(dealId)!;
        (deal.Amount, deal.DiscountPercent) = (amount, discount);
        return [DomainEvents.DealTermsChanged(deal)];
    });

    public Task MoveTo(string dealId, Stage stage) => Change(database => DealChanges.MoveTo(database.Deals.Find(dealId)!, stage, "by hand", Now));

    public Task Meet(string dealId) => Change(database =>
    {
        var deal = database.Deals.Find(dealId)!;
        return InteractionChanges.Record(database, new Interaction { Id = $"interaction-{++lastId}", AccountId = deal.AccountId, DealId = dealId, Kind = InteractionKind.Visit, At = Now }, database.Accounts.Find(deal.AccountId), deal);
    });

    /// <summary>Does the open task whose title holds the text.</summary>
    public Task Do(string title, string? note = null, WorkTaskStatus outcome = WorkTaskStatus.Done) => Change(database =>
        TaskChanges.Answer(database.Tasks.Single(task => task.Status == WorkTaskStatus.Open && task.BookmarkId != null && task.Title.Contains(title)), outcome, note, "rep", Now));

    public Task Decide(string approverId, ApprovalDecision decision) => Change(database =>
    {
        var request = database.Approvals.Include(item => item.Steps).Single(item => item.Status == ApprovalStatus.Pending && item.Steps.Any(step => step.ApproverId == approverId));
        Assert.Null(ApprovalRules.Refusal(request, approverId, database.Deals.Find(request.DealId!)!.OwnerId));
        return ApprovalChanges.Decide(request, approverId, decision, "说明", decision == ApprovalDecision.Approve ? null : "price", Now);
    });

    public T Read<T>(Func<ProcessDatabase, T> read)
    {
        using var database = File.Query();
        return read(database);
    }

    public Stage StageOf(string dealId) => Read(database => database.Deals.Find(dealId)!.Stage);
    public List<WorkTask> Tasks(string? assignee = null) => Read(database => database.Tasks.Where(task => assignee == null || task.AssigneeId == assignee).OrderBy(task => task.CreatedAt).ToList());
    public List<string> OpenTitles(string? assignee = null) => Tasks(assignee).Where(task => task.Status == WorkTaskStatus.Open && task.Kind == WorkTaskKind.Task).Select(task => task.Title).ToList();
    public List<ApprovalRequest> Approvals() => Read(database => database.Approvals.Include(request => request.Steps).OrderBy(request => request.CreatedAt).ToList());
    public List<InstanceRow> Instances(string definitionId) => Read(database => database.Instances.Where(row => row.DefinitionId == definitionId).ToList());
    public int Incidents() => Read(database => database.Instances.Count(row => row.IncidentCount > 0));

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
