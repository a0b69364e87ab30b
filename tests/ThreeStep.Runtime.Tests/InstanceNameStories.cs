using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;

namespace ThreeStep.Runtime.Tests;

/// <summary>A part of a name leads to every instance that has it, whenever it was named, and whatever else the writer does meanwhile.</summary>
public abstract class InstanceNameStories(NoteWorld world) : IAsyncLifetime
{
    private protected readonly NoteWorld world = world;

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        await world.Definitions.Save(Named, publish: true);
    }

    public Task DisposeAsync() => world.DisposeAsync();

    /// <summary>Is called what its input says, and after the event what the event brings.</summary>
    static JsonObject Named => (JsonObject)JsonNode.Parse("""
        { "definitionId": "named", "name": "Named", "inputs": [{ "name": "Name", "type": "String" }],
          "variables": [{ "id": "Next", "name": "Next", "typeName": "Object" }], "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "name", "type": "Elsa.SetName", "version": 1, "value": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('Name')" } } },
          { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "rename" } } },
          { "id": "rename", "type": "Elsa.SetName", "version": 1, "value": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('Name') + ' renamed'" } } },
          { "id": "end", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "end" } } } ] } }
        """)!;

    private protected Task Start(string id, string name) => world.Runtime.Start("named", new() { ["Name"] = name }, id, id);

    private protected async Task<string> Found(string part, InstanceNames? names = null)
    {
        var found = await (names ?? world.Service<InstanceNames>()).All(part, atMost: 100, default);
        return string.Join(' ', found!.Distinct().Order());
    }

    [StoreFact]
    public async Task Instances_are_found_whether_they_were_named_before_the_names_were_read_or_after()
    {
        await Start("before", "青岛瑞丰食品 Packaging");
        Assert.Equal("before", await Found("瑞丰"));
        await Start("after", "瑞丰 Second");

        Assert.Equal("after before", await Found("瑞丰"));
        Assert.Equal("before", await Found("PACKaging"));
        Assert.Equal("after", await Found("丰 s"));
        Assert.Equal("", await Found("nowhere"));
    }

    [StoreFact]
    public async Task A_new_name_is_found_as_soon_as_its_burst_is_committed()
    {
        await Start("a", "First");
        Assert.Equal("", await Found("renamed"));

        await world.Runtime.Trigger("rename", "a", null, null);

        Assert.Equal("a", await Found("t renamed"));
    }

    [StoreFact]
    public async Task What_is_written_by_hand_is_found_too()
    {
        Assert.Equal("", await Found("imported"));

        await world.Runtime.Record(transaction => transaction.Database.Instances.Add(Row("by-hand", "Imported")));

        Assert.Equal("by-hand", await Found("imported"));
    }

    [StoreFact]
    public async Task Another_process_reads_what_the_first_has_left()
    {
        await Start("a", "First");
        await Found("first");
        await world.Runtime.Trigger("rename", "a", null, null);

        await using var other = world.SecondProcess();

        Assert.Equal("a", await Found("First RENAMED", other.Names));
    }

    private protected InstanceRow Row(string id, string name) => new()
    {
        Id = id,
        DefinitionId = "named",
        DefinitionVersionId = "version",
        Status = "Finished",
        SubStatus = "Finished",
        Name = name,
        CreatedAt = world.Now,
        UpdatedAt = world.Now,
        Document = [],
    };
}

/// <summary>One process has the file, and keeps the names at hand.</summary>
public sealed class InstanceNameStoriesOnSqlite() : InstanceNameStories(new NoteWorld())
{
    [Fact]
    public async Task A_burst_that_names_nothing_adds_nothing()
    {
        await Start("a", "First");
        var names = await world.Service<InstanceNames>().Read();
        await world.Runtime.Trigger("rename", "a", null, null);
        var before = names.Count;
        await world.Runtime.Trigger("end", "a", null, null);
        Assert.Equal(before, names.Count);
    }

    [Fact]
    public async Task Nothing_is_missed_that_is_committed_while_the_names_are_read()
    {
        await world.Runtime.Record(transaction =>
        {
            for (var number = 0; number < 3_000; number++) transaction.Database.Instances.Add(Row($"row-{number}", $"Old {number}"));
        });
        var starting = Task.WhenAll(Enumerable.Range(0, 60).Select(number => Start($"new-{number:00}", $"Meanwhile {number}")));
        await world.Service<InstanceNames>().Read();
        await starting;

        Assert.Equal(string.Join(' ', Enumerable.Range(0, 60).Select(number => $"new-{number:00}")), await Found("meanwhile"));
        Assert.Equal("row-2999", await Found("old 2999"));
    }

    [Fact]
    public async Task What_has_gone_stale_is_forgotten_when_it_has_become_much()
    {
        await Start("a", "First");
        var names = world.Service<InstanceNames>();
        var list = await names.Read();
        for (var number = 0; number < 100_010; number++) list.Add("gone", world.Now, "Stale");

        Assert.Equal("a", await Found("first"));
        Assert.Equal("", await Found("stale"));
    }
}

/// <summary>Other nodes name instances as well: the database is asked.</summary>
[OnPostgres]
public sealed class InstanceNameStoriesOnPostgres() : InstanceNameStories(NoteWorld.OnPostgres())
{
    [StoreFact]
    public async Task What_another_node_names_is_found_at_once()
    {
        Assert.Equal("", await Found("100%"));
        await using var other = world.SecondProcess();
        await other.Runtime.Start("named", new() { ["Name"] = @"100% \_ done" }, null, "there");
        await other.Runtime.Start("named", new() { ["Name"] = "100 done" }, null, "elsewhere");

        Assert.Equal("there", await Found("100%"));
        Assert.Equal("there", await Found(@"\_"));
    }

    [StoreFact]
    public async Task The_first_ones_are_told_from_those_that_follow()
    {
        for (var number = 1; number <= 5; number++)
        {
            await Start($"n{number}", $"One of {number}");
            await world.Pass(TimeSpan.FromHours(1));
        }
        var names = world.Service<InstanceNames>();

        var newest = await names.First("one OF", newestFirst: true, atMost: 2, default);
        Assert.Equal(["n4", "n5"], newest.Ids.Order());
        Assert.Equal(world.Instances("named").Single(row => row.Id == "n4").CreatedAt, newest.Until);
        Assert.Null((await names.First("one of", newestFirst: false, atMost: 5, default)).Until);
        Assert.Null(await names.All("one of", atMost: 4, default));
    }
}

/// <summary>Names are found by any part of theirs, and the first of them in the order of their creation.</summary>
public sealed class NameListTests
{
    static readonly DateTimeOffset Begin = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    static NameList Of(int count, Func<int, string> name)
    {
        var list = new NameList();
        // Not in the order of their creation.
        for (var number = 0; number < count; number++)
        {
            var other = number * 7919 % count;
            list.Add($"id-{other}", Begin.AddSeconds(other), name(other));
        }
        return list;
    }

    [Theory]
    [InlineData(true, "id-4999 id-4998 id-4997", 4_996)]
    [InlineData(false, "id-0 id-1 id-2", 3)]
    public void The_first_are_the_newest_or_the_oldest(bool newestFirst, string first, int next)
    {
        var found = Of(5_000, number => $"包装线 {number}").First("装线", newestFirst, 4);

        Assert.Equal(Begin.AddSeconds(next), found.Until);
        Assert.Equal([.. first.Split(' '), $"id-{next}"],
            found.Ids.OrderBy(id => (newestFirst ? -1 : 1) * int.Parse(id[3..], CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("1999", 1)]
    [InlineData("线 19", 111)]
    [InlineData("nothing", 0)]
    [InlineData("食", 2_500)]
    [InlineData("品 包", 2_500)]
    [InlineData("包装线 ", 2_500)]
    public void All_that_have_the_part_are_found_and_no_other(string part, int count)
    {
        var names = Enumerable.Range(0, 2_500).Select(number => $"青岛瑞丰食品 包装线 {number}").ToList();
        var list = Of(2_500, number => names[number]);
        var found = list.First(part, newestFirst: true, 2_500);

        Assert.Null(found.Until);
        Assert.Equal(found.Ids.Order(), list.All(part, count)!.Order());
        if (count > 0) Assert.Null(list.All(part, count - 1));
        Assert.Equal(names.Index().Where(name => name.Item.Contains(part, StringComparison.Ordinal)).Select(name => $"id-{name.Index}").Order(),
            found.Ids.Order());
        Assert.Equal(count, found.Ids.Count);
    }

    [Fact]
    public void Whatever_stands_in_a_name_does_not_reach_into_the_next()
    {
        var list = new NameList();
        foreach (var name in (string[])["", "a\0b", "ÿ", "\ud800", "😀 Straße", "İI", "a\nb"]) list.Add(name, Begin, name);

        Assert.Equal(["a\0b"], list.All("a\0B", 9));
        Assert.Equal(["ÿ"], list.All("ÿ", 9));
        Assert.Equal(["😀 Straße"], list.All("😀 s", 9));
        Assert.Equal(["İI"], list.All("i", 9));
        Assert.Equal(["a\nb"], list.All("a\n", 9));
        Assert.Empty(list.All("bÿ", 9)!);
        Assert.Throws<ArgumentException>(() => list.All("", 9));
    }
}
