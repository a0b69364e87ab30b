using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Orders.Demo;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Tests;

/// <summary>What the heat map tells equals what SQL of its own finds in the bursts and the clocks.</summary>
public sealed class FigureStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    /// <summary>From the bursts themselves, knowing nothing of how they are folded.</summary>
    const string Independent = """
        WITH entries AS (
            SELECT b.instance_id AS i, b.at AS at, j.value ->> '$.e' AS e, j.value ->> '$.x' AS x, j.value ->> '$.n' AS n, j.value ->> '$.c' AS c
            FROM bursts b, json_each(b.document, '$.j') j),
        ends AS (SELECT i, x, MIN(at) AS at, e, c FROM entries WHERE e IN ('Completed', 'Canceled', 'Faulted') GROUP BY i, x),
        stays AS (
            SELECT r.definition_id AS d, CASE WHEN instr(s.n, ':') = 0 THEN '' ELSE replace(s.n, rtrim(s.n, replace(s.n, ':', '')), '') END AS step,
                COALESCE(e.e, 'Over') AS ended, COALESCE(e.c, CASE WHEN e.e = 'Completed' THEN '["Done"]' END) AS outcome,
                COALESCE(e.at, r.finished_at) - s.at AS length
            FROM entries s JOIN instances r ON r.id = s.i LEFT JOIN ends e ON e.i = s.i AND e.x = s.x
            WHERE s.e = 'Started' AND length(s.n) - length(replace(s.n, ':', '')) <> 1 AND (e.at IS NOT NULL OR r.status = 'Finished' AND r.sub_status <> 'Faulted'))
        """;

    [Fact]
    public async Task The_figures_of_the_demo_companys_weeks_equal_independent_sql()
    {
        var folder = Directory.CreateTempSubdirectory("threestep-figures-").FullName;
        var store = OrdersDatabase.File(Path.Combine(folder, "demo.db"));
        store.Migrate();
        var clock = ProcessClock.Standing(new DateTimeOffset(2026, 1, 12, 0, 0, 0, TimeSpan.Zero));
        await using (var services = new ServiceCollection().AddLogging().AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
            .AddOrders(CalendarDefinition.Usual with { Official = "" }).AddProcessRuntime(store, clock, new DeliverySettings())
            .BuildServiceProvider())
        {
            await services.GetRequiredService<WorkflowFiles>().Load(CompanyWorld.WorkflowFolder());
            await new DemoStory(services.GetRequiredService<OrderRecords>(), services.GetRequiredService<VirtualTime>(), clock).Play();
            await services.GetRequiredService<FigureFollower>().CatchUp();
        }

        using (var database = store.Query())
        {
            var access = await RecordAccess.Read(Actor.Server, database, default);
            foreach (var id in database.Instances.Select(row => row.DefinitionId).Distinct().ToList())
            {
                var figures = await WorkflowFigures.Read(database, access, id, Period.All, null, default);
                foreach (var step in figures.Values)
                {
                    var lengths = Query(store, Independent + "SELECT length FROM stays WHERE d = $d AND step = $s ORDER BY length", id, step.StepId)
                        .ConvertAll(row => TimeSpan.FromTicks(long.Parse(row, CultureInfo.InvariantCulture)));
                    Assert.Equal(lengths.Count, step.Stays);
                    Near(lengths[(int)Math.Ceiling(lengths.Count * 0.5) - 1], step.Median!.Value);
                    Near(lengths[(int)Math.Ceiling(lengths.Count * 0.9) - 1], step.P90!.Value);
                    Assert.Equal(lengths.Sum(length => (long)length.TotalSeconds), step.Time.TotalSeconds);
                }
                var ends = Query(store, Independent + """
                    SELECT step || '|' || ended || '|' || COUNT(*) FROM stays WHERE d = $d GROUP BY step, ended ORDER BY 1
                    """, id);
                Assert.Equal(ends, database.StepStays.Where(stay => stay.DefinitionId == id && stay.LeftAt != null)
                    .GroupBy(stay => new { stay.StepId, stay.Ended }).Select(group => new { group.Key, Count = group.Count() }).AsEnumerable()
                    .Select(group => $"{group.Key.StepId}|{group.Key.Ended}|{group.Count}").Order(StringComparer.Ordinal));
                var ways = Query(store, Independent + """
                    SELECT step || '|' || o.value || '|' || COUNT(*) FROM stays, json_each(outcome) o WHERE d = $d GROUP BY step, o.value
                    """, id);
                Assert.Equal(ways.Order(StringComparer.Ordinal), figures.Values
                    .SelectMany(step => step.Outcomes.Select(way => $"{step.StepId}|{way.Key}|{way.Value}")).Order(StringComparer.Ordinal));
                // A promise is told when the step is left; those of steps that are still waited at are not told yet.
                var promises = Query(store, """
                    SELECT c.activity_id || '|' || SUM(c.ended_at IS NOT NULL AND c.ended_at <= c.due_at) || '|'
                        || SUM(c.ended_at IS NULL OR c.ended_at > c.due_at)
                    FROM clocks c WHERE c.definition_id = $d AND NOT c.is_withdrawn AND EXISTS (
                        SELECT 1 FROM step_stays s WHERE s.instance_id = c.instance_id AND s.step_id = c.activity_id
                            AND s.left_at >= MIN(c.due_at, COALESCE(c.ended_at, c.due_at)))
                    GROUP BY c.activity_id ORDER BY c.activity_id
                    """, id);
                Assert.Equal(promises, figures.Values.Where(step => step.Met + step.Missed > 0).OrderBy(step => step.StepId, StringComparer.Ordinal)
                    .Select(step => $"{step.StepId}|{step.Met}|{step.Missed}"));
            }
            Assert.Contains(database.StepFigures, figure => figure.Met > 0);
            Assert.Contains(database.StepFigures, figure => figure.Missed > 0);
            Assert.Contains(database.StepFigures, figure => figure.Reworked > 0);
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    static void Near(TimeSpan exact, TimeSpan told)
    {
        if (exact < TimeSpan.FromSeconds(1)) Assert.Equal(TimeSpan.Zero, told);
        else Assert.InRange(told / exact, 0.98, 1.0205);
    }

    static List<string> Query(ProcessStore store, string sql, string definitionId, string? step = null)
    {
        using var connection = (SqliteConnection)store.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$d", definitionId);
        if (step is not null) command.Parameters.AddWithValue("$s", step);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read()) found.Add(rows.GetValue(0).ToString()!);
        return found;
    }

    FigureFollower Follower => world.Service<FigureFollower>();

    List<string> Rows() => world.Read(database => database.StepStays.OrderBy(stay => stay.InstanceId).ThenBy(stay => stay.Execution).AsEnumerable()
        .Select(stay => $"{stay.InstanceId} {stay.Execution} {stay.StepId} {stay.Visit} {stay.CameAt.Ticks} {stay.LeftAt?.Ticks} {stay.Ended} {stay.Outcome} {stay.IsMet} {stay.Day} {stay.Version}")
        .ToList());

    Task<IReadOnlyDictionary<string, StepFigures>> Figures(string definitionId, string userId, Period? period = null) => world.Read(async database =>
        await WorkflowFigures.Read(database, await RecordAccess.Read(world.As(userId), database, default), definitionId, period ?? Period.All, null,
            default));

    /// <summary>The sum is kept by the database; it must be that of its parts, whatever happened.</summary>
    void SumsAreRight() => Assert.Equal(
        world.Read(database => database.StepStays.Where(stay => stay.LeftAt != null).AsEnumerable()
            .GroupBy(stay => $"{stay.DefinitionId} {stay.Day} {stay.Version} {stay.StepId} {stay.Ended} {stay.Outcome} {stay.Bucket}")
            .Select(group => $"{group.Key} {group.Count()} {group.Sum(stay => stay.Seconds)} {group.Count(stay => stay.IsMet == false)}").Order().ToList()),
        world.Read(database => database.StepFigures.AsEnumerable().Select(figure => $"{figure.DefinitionId} {figure.Day} {figure.Version} "
            + $"{figure.StepId} {figure.Ended} {figure.Outcome} {figure.Bucket} {figure.Stays} {figure.Seconds} {figure.Missed}").Order().ToList()));

    [Fact]
    public async Task Small_steps_large_steps_and_a_new_beginning_come_to_the_same()
    {
        await world.NewDeal();
        await world.NewDeal();
        while (await Follower.FollowSome(1) > 0) { }
        await world.Pass(TimeSpan.FromDays(25));
        while (await Follower.FollowSome(7) > 0) { }
        Assert.Equal(0, world.Read(FigureFollower.Behind));
        var before = Rows();
        Assert.NotEmpty(before);
        SumsAreRight();

        // As a file that was built anew by other means: something else stands where the last burst stood.
        await world.Runtime.Record(transaction => transaction.Database.Settings.Where(row => row.Key == "figures").ToList()
            .ForEach(row => row.Value = row.Value.Replace("\"sequence\":", "\"sequence\":9", StringComparison.Ordinal)));
        await Follower.CatchUp();

        Assert.Equal(before, Rows());
        SumsAreRight();
    }

    [Fact]
    public async Task A_task_that_is_late_is_a_promise_missed_once_and_a_step_done_again()
    {
        await world.NewDeal();
        await world.Pass(TimeSpan.FromDays(20));
        await Follower.CatchUp();

        var late = (await Figures("big-order", "owner")).Values.Where(step => step.Missed > 0).ToList();
        var step = Assert.Single(late, each => each.StepId != StepStay.Whole);
        Assert.Equal(1, step.Missed);
        Assert.True(step.Outcomes["Overdue"] >= 1);
    }

    [Fact]
    public async Task Who_sees_only_their_own_records_sees_the_figures_of_those()
    {
        var deal = await world.NewDeal();
        await world.Pass(TimeSpan.FromDays(20));
        await Follower.CatchUp();

        var all = await Figures("quiet-customer", "owner");
        Assert.NotEmpty(all);
        var team = await Figures("quiet-customer", "manager");
        Assert.Equal(all.Keys.Order(), team.Keys.Order());
        Assert.All(all.Values, step => Assert.Equal(step with { Outcomes = team[step.StepId].Outcomes }, team[step.StepId]));
        Assert.Empty(await Figures("quiet-customer", "finance"));
        var filter = new StayFilter("quiet-customer", Period.All, StepId: all.Keys.First(step => step != StepStay.Whole));
        foreach (var (user, sees) in (IEnumerable<(string, bool)>)[("owner", true), ("manager", true), ("finance", false)])
            Assert.Equal(sees, await world.Read(async database =>
                filter.Of(database, await RecordAccess.Read(world.As(user), database, default)).Any()));
        Assert.NotNull(deal);
    }

    [Fact]
    public async Task A_period_counts_by_the_companys_day()
    {
        await world.NewDeal();
        await world.Pass(TimeSpan.FromDays(20));
        await Follower.CatchUp();
        var days = world.Read(database => database.StepStays.Where(stay => stay.DefinitionId == "quiet-customer" && stay.Day != null)
            .Select(stay => stay.Day!.Value).ToList()).ConvertAll(DateOnly.FromDayNumber);
        var period = new Period(days.Min().AddDays(1), days.Max());

        foreach (var user in (string[])["owner", "manager"])
        {
            var steps = (await Figures("quiet-customer", user, period)).Values.Sum(step => step.Stays);
            Assert.Equal(days.Count(day => day > days.Min()), steps);
            var listed = 0L;
            foreach (var step in (await Figures("quiet-customer", user, period)).Values)
                listed += await world.Read(async database => new StayFilter("quiet-customer", period, StepId: step.StepId)
                    .Of(database, await RecordAccess.Read(world.As(user), database, default)).Count());
            Assert.Equal(steps, listed);
        }
    }

    [Fact]
    public async Task What_is_deleted_counts_no_more_and_what_comes_after_it_counts()
    {
        await world.NewDeal();
        await world.NewDeal();
        await Follower.CatchUp();
        var last = world.Read(database => database.Database.SqlQueryRaw<string>(
            "SELECT instance_id AS Value FROM bursts ORDER BY rowid DESC LIMIT 1").AsEnumerable().Single());

        await world.Runtime.Record(transaction =>
        {
            transaction.Database.Instances.Where(row => row.Id == last).ExecuteDelete();
            transaction.Database.Bookmarks.Where(row => row.InstanceId == last).ExecuteDelete();
            transaction.Database.Bursts.Where(row => row.InstanceId == last).ExecuteDelete();
        });
        Assert.DoesNotContain(world.Read(database => database.StepStays.Select(stay => stay.InstanceId).ToList()), id => id == last);
        SumsAreRight();
        await world.NewDeal();
        await Follower.CatchUp();

        Assert.Equal(world.Read(database => database.Instances.Select(row => row.Id).Order().ToList()),
            world.Read(database => database.StepStays.Select(stay => stay.InstanceId).Distinct().Order().ToList()));
        SumsAreRight();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(86_400)]
    [InlineData(31_536_000)]
    public void A_length_is_told_within_two_per_cent(double seconds) =>
        Near(TimeSpan.FromSeconds(seconds), StayLength.Of(StayLength.BucketOf(TimeSpan.FromSeconds(seconds))));
}
