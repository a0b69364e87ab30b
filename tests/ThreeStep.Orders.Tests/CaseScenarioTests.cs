using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ThreeStep.Orders.Demo;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Scenarios.Cases;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;

namespace ThreeStep.Orders.Tests;

/// <summary>Tests that are made of finished cases: of whatever the demo company has done in its six weeks.</summary>
public sealed class CaseScenarioTests(CaseScenarioTests.DemoWeeks demo) : IClassFixture<CaseScenarioTests.DemoWeeks>
{
    [SuppressMessage("Design", "CA1001", Justification = "xUnit ends it by IAsyncLifetime.")]
    public sealed class DemoWeeks : IAsyncLifetime
    {
        PrivateCompany company = null!;

        public PrivateCompany Company => company;
        public WorkflowSet Workflows { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            company = new PrivateCompany(new DateTimeOffset(2026, 1, 12, 0, 0, 0, TimeSpan.Zero), CalendarDefinition.Usual with { Official = "" });
            await company.Service<WorkflowFiles>().Load(CompanyWorld.WorkflowFolder());
            await new DemoStory(company.Records, company.Time, company.Service<ProcessClock>()).Play();
            Workflows = await WorkflowSet.OfFolder(CompanyWorld.WorkflowFolder());
        }

        public async Task DisposeAsync()
        {
            await Workflows.DisposeAsync();
            await company.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_test_of_every_finished_case_passes_on_the_version_it_ran_on()
    {
        var finished = demo.Company.Read(database => database.Instances.Where(row => row.FinishedAt != null)
            .OrderBy(row => row.DefinitionId).ThenBy(row => row.Id).Select(row => new { row.Id, row.DefinitionId }).ToList());
        Assert.True(finished.Count > 20, $"{finished.Count} cases have finished");
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(finished, async (instance, token) =>
        {
            var text = demo.Company.Read(database => CaseScenario.Of(database, instance.DefinitionId, instance.Id));
            var file = ScenarioReader.Read("case.yaml", text);
            var result = file.Errors.Count > 0 ? ScenarioRun.Unreadable(file).First()
                : await ScenarioRun.Of(file, Assert.Single(file.Scenarios), demo.Workflows, token);
            if (result.Failure is { } failure)
                wrong.Add($"{instance.DefinitionId} line {failure.Line}: {failure.Sentence}\n{failure.What}\n{text}");
        });
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {finished.Count}\n{string.Join('\n', wrong.Take(3))}");
    }

    [Fact]
    public void No_name_of_a_person_or_a_company_goes_along()
    {
        var (names, finished) = demo.Company.Read(database => (
            database.Set<Accounts.Account>().Select(row => row.Name).ToList()
                .Concat(database.Set<People.User>().Select(row => row.Name))
                .Concat(database.Set<Accounts.Contact>().Select(row => row.Name)).ToList(),
            database.Instances.Where(row => row.FinishedAt != null).Select(row => new { row.Id, row.DefinitionId }).ToList()));

        Assert.All(finished, instance =>
        {
            var text = demo.Company.Read(database => CaseScenario.Of(database, instance.DefinitionId, instance.Id));
            Assert.All(names, name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_case_that_goes_on_is_refused()
    {
        var running = demo.Company.Read(database => database.Instances.First(row => row.FinishedAt == null));

        Assert.Throws<RefusalException>(() => demo.Company.Read(database => CaseScenario.Of(database, running.DefinitionId, running.Id)));
        Assert.Throws<RefusalException>(() => demo.Company.Read(database => CaseScenario.Of(database, "big-order", "nothing")));
    }
}
