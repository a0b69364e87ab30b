using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Demo;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

public sealed class DemoStoryTests
{
    [Fact]
    public async Task The_demo_company_has_something_of_everything_and_no_incident()
    {
        var folder = Directory.CreateTempSubdirectory("threestep-demo-").FullName;
        var file = OrdersDatabase.File(Path.Combine(folder, "demo.db"));
        file.Migrate();
        var clock = ProcessClock.Standing(new DateTimeOffset(2026, 1, 12, 0, 0, 0, TimeSpan.Zero));
        await using (var services = new ServiceCollection().AddLogging().AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
            .AddOrders(CalendarDefinition.Usual with { Official = "" })
            .AddProcessRuntime(file, clock, new DeliverySettings()).BuildServiceProvider())
        {
            await services.GetRequiredService<WorkflowFiles>().Load(CompanyWorld.WorkflowFolder());

            await new DemoStory(services.GetRequiredService<OrderRecords>(), services.GetRequiredService<VirtualTime>(), clock).Play();

            Assert.InRange(UnchangedReplay.Require(file, services.GetRequiredService<CompiledDefinitions>(),
                services.GetRequiredService<IRecordReader>(),
                clock.GetUtcNow()), 20, int.MaxValue);
        }

        await using (var database = file.Query())
        {
            Assert.Equal(Enum.GetValues<Stage>().Order(), database.Deals.Select(deal => deal.Stage).Distinct().AsEnumerable().Order());
            Assert.Contains(database.Tasks, task => task.IsOverdue && task.Status == WorkTaskStatus.Open);
            Assert.Contains(database.Tasks, task => task.Kind == WorkTaskKind.Escalation && task.Status == WorkTaskStatus.Open);
            Assert.Contains(database.Approvals, request => request.Status == ApprovalStatus.Pending);
            Assert.Contains(database.Approvals, request => request.Status == ApprovalStatus.Approved);
            Assert.NotEmpty(database.Cases);
            Assert.NotEmpty(database.Leads);
            Assert.DoesNotContain(database.Instances, instance => instance.IncidentCount > 0);
            Assert.Empty(database.Stimuli);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
