using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;

namespace ThreeStep.Benchmarks;

/// <summary>The real host with 100,000 customers in a database of its own, which is gone afterwards.</summary>
sealed class LargeCompany : IAsyncDisposable
{
    const int Accounts = 100_000;
    const int AccountsAtOnce = 5_000;
    const int DealsOfBusyAccount = 200;
    static readonly string[] Cities = ["青岛", "合肥", "武汉", "东莞", "苏州", "Hamburg", "Chicago", "Rotterdam"];
    static readonly string[] Names = ["瑞丰", "华康", "天合", "佳禾", "宏泰", "远航", "金谷", "百川", "新亚", "海盛", "Alder", "Kestrel", "Northwind", "Bluewater"];
    static readonly string[] Trades = ["食品", "制药", "电子", "物流", "日化", "饮料", "Logistics", "Pharma", "Beverages"];

    readonly WebApplication app;
    readonly string folder;

    LargeCompany(WebApplication app, string folder, string busyAccountId, string repId, string managerId) =>
        (this.app, this.folder, BusyAccountId, RepId, ManagerId) = (app, folder, busyAccountId, repId, managerId);

    public string Address => app.Urls.First();
    public string BusyAccountId { get; }
    public string RepId { get; }
    public string ManagerId { get; }

    public static async Task<LargeCompany> Make(string? crmFolder)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-benchmark-").FullName;
        if (crmFolder is not null && await CommandLine.Run(["import", crmFolder, "--data", folder, "--start", "2018-01-01"]) != 0)
            throw new InvalidOperationException($"'{crmFolder}' was not imported.");
        var options = new ServerOptions("http://127.0.0.1:0", folder, Empty: true);
        var app = Server.Build(options);
        await app.Services.GetRequiredService<WorkflowFiles>().Load(Installation.Find(options).WorkflowFolder);
        var (store, now) = (app.Services.GetRequiredService<ProcessStore>(), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var (managerId, reps) = People(store, now);
        Fill(store, reps, now);
        await app.StartAsync();
        return new(app, folder, "account-0", reps[0], managerId);
    }

    /// <summary>The imported people, or a team of ten where nothing was imported; each with a key of the same name as its owner.</summary>
    static (string ManagerId, List<string> Reps) People(ProcessStore store, DateTimeOffset now)
    {
        using var database = store.Query();
        if (!database.Users.Any(user => user.Role == Role.Rep))
        {
            database.Add(new User { Id = "manager", Name = "王强 Wang Qiang", Role = Role.Manager, Position = "SalesManager" });
            for (var number = 0; number < 10; number++)
                database.Add(new User { Id = $"rep-{number}", Name = $"张伟 {number}", Role = Role.Rep, ManagerId = "manager" });
        }
        database.Add(new User { Id = "benchmark-admin", Name = "Administrator", Role = Role.Admin });
        database.SaveChanges();
        foreach (var id in database.Users.Select(user => user.Id).ToList())
            database.Add(new ApiKeyRow
            {
                Id = id,
                UserId = id,
                Name = "benchmark",
                Hash = ApiKey.Hash(id),
                Rights = ApiKeyRights.All,
                CreatedAt = now
            });
        database.SaveChanges();
        var reps = database.Users.Where(user => user.Role == Role.Rep && user.ManagerId != null).ToList();
        var team = reps.GroupBy(rep => rep.ManagerId!).MaxBy(team => team.Count())!;
        return (team.Key, reps.OrderByDescending(team.Contains).ThenBy(rep => rep.Id, StringComparer.Ordinal).Select(rep => rep.Id).ToList());
    }

    static void Fill(ProcessStore store, List<string> reps, DateTimeOffset now)
    {
        for (var start = 0; start < Accounts; start += AccountsAtOnce)
        {
            using var database = store.Query();
            database.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var number = start; number < start + AccountsAtOnce; number++)
            {
                var touched = now.AddHours(-number % 5_000);
                var (accountId, repId) = ($"account-{number}", reps[number % reps.Count]);
                database.Add(new Account
                {
                    Id = accountId,
                    Name = $"{Cities[number % Cities.Length]}{Names[number / 7 % Names.Length]}{Trades[number / 91 % Trades.Length]} {number}",
                    Sector = Trades[number % Trades.Length],
                    Location = Cities[number % Cities.Length],
                    OwnerId = number % 5 == 0 ? null : repId,
                    LastInteractionAt = touched,
                    CreatedAt = now.AddDays(-400)
                });
                database.Add(new Interaction
                {
                    Id = $"interaction-{number}",
                    AccountId = accountId,
                    Kind = InteractionKind.Call,
                    At = touched,
                    ByUserId = repId,
                    Note = "客户情况已沟通"
                });
                if (number % 4 == 0)
                    database.Add(new Contact { Id = $"contact-{number}", AccountId = accountId, Name = $"刘厂长 {number}", LastTouchAt = touched });
            }
            database.SaveChanges();
        }
        using (var database = store.Query())
        {
            for (var number = 0; number < DealsOfBusyAccount; number++)
                database.Add(new Deal
                {
                    Id = $"busy-{number}",
                    Name = $"包装线 {number}",
                    AccountId = "account-0",
                    OwnerId = reps[0],
                    Amount = 100_000 + number,
                    Currency = "CNY",
                    Stage = (Stage)(number % 7),
                    StageSince = now.AddDays(-number),
                    CreatedAt = now.AddDays(-number - 1)
                });
            database.SaveChanges();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
