using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Tests;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>
/// A company with its database, the product's own workflows and a clock that is moved by hand. Begins on Monday, 2 March 2026, 09:00 in Shanghai.
/// Whatever people do goes through the changes that pages and REST use.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xUnit ends it by IAsyncLifetime.")]
public sealed class CompanyWorld : IAsyncLifetime
{
    static readonly Lazy<string> template = new(Template);
    readonly string? database = IsOnPostgres ? PostgresServer.NewDatabase(template.Value) : null;
    readonly PrivateCompany company;

    public CompanyWorld()
    {
        var (now, calendar) = (new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), CalendarDefinition.Usual with { Official = "" });
        company = database is null ? new(now, calendar) : new(now, calendar, folder => OrdersDatabase.Server(database, folder));
    }

    /// <summary>With <c>THREESTEP_STORE=postgres</c> every story is told on PostgreSQL instead.</summary>
    static bool IsOnPostgres => Environment.GetEnvironmentVariable("THREESTEP_STORE") == "postgres";

    static string Template()
    {
        var empty = PostgresServer.NewDatabase();
        var store = OrdersDatabase.Server(empty, "");
        store.Migrate();
        store.Close();
        return empty;
    }

    public string Folder => company.Folder;
    public ProcessStore Store => company.Store;
    public WorkflowRuntime Runtime => company.Runtime;
    public VirtualTime Time => company.Time;
    public DefinitionStore Definitions => company.Definitions;
    public OrderRecords Records => company.Records;
    public DateTimeOffset Now => company.Now;

    public T Service<T>() where T : notnull => company.Service<T>();

    public static string WorkflowFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Process.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "workflows");
    }

    public async Task InitializeAsync()
    {
        // One of the nodes does the chores: here it is this one.
        await Service<NodeBeat>().StartAsync(default);
        await Service<WorkflowFiles>().Load(WorkflowFolder());
        await Change(change =>
        {
            change.Database.Add(new Company { Name = "Company", Currency = "CNY" });
            change.Database.AddRange(
                Person("rep", Role.Rep, null, "manager"), Person("other-rep", Role.Rep, null, "manager"),
                    Person("manager", Role.Manager, "SalesManager", "director"),
                Person("director", Role.Manager, "Director", "head"), Person("head", Role.Manager, "SalesHead", null),
                    Person("finance", Role.Manager, "Finance", null),
                Person("service", Role.Service, null, "head"), Person("marketing", Role.Marketing, null, "head"),
                    Person("owner", Role.ProcessOwner, null, null),
                Person("admin", Role.Admin, null, null));
            change.Database.Add(new Account { Id = "account", Name = "苏州华康食品", OwnerId = "rep", CreatedAt = Now });
        });
    }

    static User Person(string id, Role role, string? position, string? managerId) =>
        new() { Id = id, Name = id, Role = role, Position = position, ManagerId = managerId };

    /// <summary>A person as the one who makes a change.</summary>
    public Actor As(string userId) => company.As(userId);

    /// <summary>What a person does, then everything that follows at once.</summary>
    public async Task<T> Do<T>(string userId, Func<Change, T> change)
    {
        var made = await Records.Write(As(userId), change);
        await Time.RunUntil(Now);
        return made;
    }

    /// <summary>What is there from before, written by the server itself; then everything that follows at once.</summary>
    public async Task Change(Action<Change> change)
    {
        await Records.Write(Actor.Server, made => { change(made); return true; });
        await Time.RunUntil(Now);
    }

    public Task Pass(TimeSpan time) => Time.RunUntil(Now + time);

    public async Task<Deal> NewDeal(decimal amount = 100_000, Stage stage = Stage.Prospecting, decimal discount = 0) => await Do("rep", change =>
        CreateDeal.Apply(change, new DealInput { Name = "大订单", AccountId = "account", Amount = amount, DiscountPercent = discount, Stage = stage }));

    public Task ChangeTerms(string dealId, decimal amount, decimal discount, string by = "rep") =>
        Do(by, change => ChangeDeal.Apply(change, dealId, new DealInput { Amount = amount, DiscountPercent = discount }));

    public Task MoveTo(string dealId, Stage stage, string by = "rep") => Do(by, change => MoveDeal.Apply(change, dealId, stage, "by hand"));

    public Task Meet(string dealId) =>
        Do("rep", change => RecordInteraction.Apply(change, new InteractionInput { DealId = dealId, Kind = InteractionKind.Visit }));

    /// <summary>Does the open task whose title holds the text.</summary>
    public Task Answer(string title, string? note = null, WorkTaskStatus outcome = WorkTaskStatus.Done, string by = "admin")
    {
        var id = Read(database =>
            database.Tasks.Single(task => task.Status == WorkTaskStatus.Open && task.BookmarkId != null && task.Title.Contains(title)).Id);
        return Do(by, change => AnswerTask.Apply(change, id, outcome, note, by));
    }

    public Task Decide(string approverId, ApprovalDecision decision)
    {
        var id = Read(database =>
            database.Approvals.Single(item => item.Status == ApprovalStatus.Pending && item.Steps.Any(step => step.ApproverId == approverId)).Id);
        return Do(approverId, change =>
            AnswerApproval.Apply(change, id, approverId, decision, "说明", decision == ApprovalDecision.Approve ? null : "price"));
    }

    /// <summary>One attempt to deliver what is in the outbox.</summary>
    public Task Deliver(long outboxId, DeliverySettings settings) => new OutboxDelivery(Store, Service<CommitQueue>(),
        settings with { MailFolder = Path.Combine(Folder, "outbox") }, Service<ProductDeliveries>(), Service<ProcessClock>(),
        new HttpClient(), Service<HttpRequests>(),
        Service<EngineReader>(), Service<StoreHealth>(), NullLogger<OutboxDelivery>.Instance).Deliver(outboxId, CancellationToken.None);

    public T Read<T>(Func<ProcessDatabase, T> read) => company.Read(read);

    public async Task<T> Read<T>(Func<ProcessDatabase, Task<T>> read)
    {
        await using var database = Store.Query();
        return await read(database);
    }

    public Deal DealOf(string dealId) => Read(database => database.Deals.Find(dealId)!);
    public Stage StageOf(string dealId) => DealOf(dealId).Stage;
    public List<WorkTask> Tasks(string? assignee = null) =>
        Read(database => database.Tasks.Where(task => assignee == null || task.AssigneeId == assignee).OrderBy(task => task.CreatedAt).ToList());
    public List<string> OpenTitles(string? assignee = null) =>
        Tasks(assignee).Where(task => task is { Status: WorkTaskStatus.Open, Kind: WorkTaskKind.Task }).Select(task => task.Title).ToList();
    public WorkTask OpenTask(string title) =>
        Tasks().Single(task => task.Status == WorkTaskStatus.Open && task.Title.Contains(title, StringComparison.Ordinal));
    public List<ApprovalRequest> Approvals() =>
        Read(database => database.Approvals.Include(request => request.Steps).OrderBy(request => request.CreatedAt).ToList());
    public ApprovalRequest OpenQuestion() => Approvals().Single(request => request.Status == ApprovalStatus.Pending);
    public List<Notice> Notices(string userId) =>
        Read(database => database.Notices.Where(notice => notice.UserId == userId).OrderBy(notice => notice.At).ToList());
    public List<PersonMessage> Messages(string userId) =>
        Read(database => database.Messages.Where(message => message.UserId == userId).OrderBy(message => message.At).ToList());
    public List<InstanceRow> Instances(string definitionId) =>
        Read(database => database.Instances.Where(row => row.DefinitionId == definitionId).ToList());
    public int Incidents() => Read(database => database.Instances.Count(row => row.IncidentCount > 0));

    public async Task DisposeAsync()
    {
        // Whatever the story was: it can be told again, and nothing comes out otherwise.
        UnchangedReplay.Require(Store, Service<CompiledDefinitions>(), Service<IRecordReader>(), Now);
        await Service<NodeBeat>().StopAsync(default);
        await company.DisposeAsync();
        if (database is not null) PostgresServer.Drop(database);
    }
}
