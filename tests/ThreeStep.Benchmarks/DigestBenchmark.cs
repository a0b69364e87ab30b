using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Benchmarks;

/// <summary>How long the morning digest of a large company takes: rule, texts, mails and rows, until all of it is on the disk.</summary>
public static class DigestBenchmark
{
    static readonly TimeSpan Allowed = TimeSpan.FromSeconds(10);

    public static async Task<int> Run(int people = 2_000, int things = 20)
    {
        var (took, busy) = await Measure(people, things);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"the digest of {people:N0} people with {things} messages each: {took.TotalSeconds:0.00} s ({busy.TotalSeconds:0.00} s of a processor), allowed {Allowed.TotalSeconds:0} s"));
        return took <= Allowed ? 0 : 1;
    }

    /// <summary>Everything comes up in the evening; the digest is of the next morning.</summary>
    /// <returns>By the clock, and how long the process kept a processor busy.</returns>
    public static async Task<(TimeSpan Took, TimeSpan Busy)> Measure(int people, int things)
    {
        var folder = Directory.CreateTempSubdirectory("threestep-digest-").FullName;
        try
        {
            var file = OrdersDatabase.File(Path.Combine(folder, "threestep.db"));
            file.Migrate();
            var clock = ProcessClock.Standing(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
            await using var services = new ServiceCollection().AddLogging().AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
                .AddOrders(CalendarDefinition.Usual).AddProcessRuntime(file, clock, new DeliverySettings()).BuildServiceProvider();
            await using (var database = file.Query())
            {
                database.Add(new Company { Name = "Company", Currency = "CNY" });
                for (var person = 0; person < people; person++)
                {
                    database.Add(new User { Id = $"p{person}", Name = $"张伟 {person}", Email = $"p{person}@example.com", Language = "zh-CN" });
                    for (var thing = 0; thing < things; thing++)
                        database.Add(new WorkTask
                        {
                            Id = $"t{person}-{thing}",
                            Kind = WorkTaskKind.Task,
                            Title = "约访 · Arrange a visit: 瑞丰食品",
                            Reason = "新商机在两个工作日内约访 · A new deal is visited within two working days",
                            AssigneeId = $"p{person}",
                            AccountId = $"a{thing}",
                            CreatedAt = clock.GetUtcNow(),
                            DueAt = clock.GetUtcNow().AddDays(2),
                        });
                }
                await database.SaveChangesAsync();
            }
            var time = services.GetRequiredService<VirtualTime>();
            var morning = new DateTimeOffset(2026, 3, 3, 1, 0, 0, TimeSpan.Zero);
            await time.RunUntil(morning - TimeSpan.FromMinutes(1));
            var (began, idle) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await time.RunUntil(morning);
            var (took, busy) = (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - idle);
            await using var after = file.Query();
            var (messages, mails) = (after.Messages.Count(message => message.IsDigest), after.Outbox.Count());
            if (messages != people || mails != people) throw new InvalidOperationException($"{messages} messages and {mails} mails were made.");
            return (took, busy);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }
}
