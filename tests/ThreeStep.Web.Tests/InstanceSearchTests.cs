using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Instances;

namespace ThreeStep.Web.Tests;

/// <summary>What a search lists is what a plain comparison of every row finds, in the same order, page after page.</summary>
public sealed class InstanceSearchTests(InstanceSearchTests.ManyInstances many) : IClassFixture<InstanceSearchTests.ManyInstances>
{
    /// <summary>A server with more instances than a search names by their ids. The older half is called otherwise than the newer one.</summary>
    public sealed class ManyInstances : IAsyncLifetime
    {
        public const int Count = 13_000;
        public RunningServer Server { get; } = new();

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            await Server.Runtime.Record(transaction =>
            {
                for (var number = 0; number < Count; number++)
                    transaction.Database.Instances.Add(Row($"many-{number:00000}", "many",
                        number * 7919 % Count < Count / 2 ? $"瑞丰 Old {number}" : $"华东 New {number}",
                        number * 7919 % Count, number % 3 == 0 ? "Finished" : "Suspended"));
            });
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }

    static readonly DateTimeOffset Begin = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    static int samples;

    HttpClient Owner => many.Server.As("owner");

    static InstanceRow Row(string id, string definitionId, string? name, int second, string subStatus = "Suspended") => new()
    {
        Id = id,
        DefinitionId = definitionId,
        DefinitionVersionId = $"{definitionId}-1",
        Status = subStatus == "Suspended" ? "Running" : "Finished",
        SubStatus = subStatus,
        CorrelationId = $"record-of-{id}",
        Name = name,
        CreatedAt = Begin.AddSeconds(second),
        UpdatedAt = Begin.AddSeconds(-second),
        Document = "{}"u8.ToArray(),
    };

    async Task<(List<string> Ids, int Total)> List(JsonObject filter, int page, int size)
    {
        await using var database = many.Server.Store.Query();
        var everything = RecordAccess.Of(Actor.Server, database);
        var (rows, total) = await InstanceList.Page(database, everything, many.Server.Service<InstanceNames>(), filter, page, size, default);
        return ([.. rows.Select(row => row.Id)], total);
    }

    async Task<List<string>> Plain(Func<IQueryable<InstanceRow>, IQueryable<InstanceRow>> rows, string term)
    {
        await using var database = many.Server.Store.Query();
        return await rows(database.Instances.Where(row => EF.Functions.Like(row.Name, LikePattern.Containing(term), @"\"))).Select(row => row.Id)
            .ToListAsync();
    }

    const string Letters = @"aAbBzZ%_\ 1290'""包装线瑞丰食品éÉßİıЯя😀";

    static readonly Gen<string> Texts = Gen.Int[0, Letters.EnumerateRunes().Count() - 1].Array[1, 7].Select(numbers =>
        numbers.Aggregate(new StringBuilder(), (text, number) => text.Append(Letters.EnumerateRunes().ElementAt(number))).ToString());

    [Fact]
    public Task A_search_finds_what_a_plain_comparison_finds() =>
        Gen.Select(Texts.Array[1, 25], Texts.Where(term => term.Trim().Length > 0).Array[1, 6]).SampleAsync(async (names, terms) =>
        {
            var definitionId = $"sample-{Interlocked.Increment(ref samples)}";
            await many.Server.Runtime.Record(transaction => transaction.Database.Instances.AddRange(
                names.Select((name, number) => Row($"{definitionId}/{number:00}", definitionId, name, number))));
            foreach (var term in terms.Append(names[0]).Select(term => term.Trim()).Where(term => term.Length > 0))
            {
                var expected = await Plain(rows => rows.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.CreatedAt), term);

                var (found, total) = await List(new() { ["searchTerm"] = term, ["definitionId"] = definitionId }, 0, 1000);

                Assert.Equal(expected, found);
                Assert.Equal(expected.Count, total);
            }
        }, iter: 25, threads: 1);

    [Theory]
    [InlineData("瑞丰", "Descending")]
    [InlineData("old", "Ascending")]
    [InlineData("OLD ", "Descending")]
    [InlineData("new", "Descending")]
    [InlineData("ew 1", "Ascending")]
    [InlineData("1", "Descending")]
    public async Task Of_many_each_page_has_the_next_in_the_order(string term, string direction)
    {
        var expected = await Plain(rows => direction == "Ascending"
            ? rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            : rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id), term);
        var filter = new JsonObject { ["searchTerm"] = term, ["orderDirection"] = direction };

        foreach (var page in (int[])[0, 1, 17, expected.Count / 50, expected.Count / 50 + 1])
        {
            var (found, total) = await List(filter, page, 50);
            Assert.Equal(expected.Skip(page * 50).Take(50), found);
            var isTold = found.Count == 0 || found.Count == 50 ? total <= Math.Max(expected.Count, 2_001) : total == expected.Count;
            Assert.True(isTold, $"{page}: {total}");
        }
    }

    [Theory]
    [InlineData("瑞丰", "Finished")]
    [InlineData("new", "Running")]
    public async Task Other_conditions_hold_beside_a_search_of_many(string term, string status)
    {
        var expected = await Plain(rows => rows.Where(row => row.Status == status).OrderByDescending(row => row.CreatedAt), term);
        var filter = new JsonObject { ["searchTerm"] = term, ["status"] = status };

        foreach (var page in (int[])[0, 3, 21]) Assert.Equal(expected.Skip(page * 50).Take(50), (await List(filter, page, 50)).Ids);
        filter["orderBy"] = "UpdatedAt";
        expected.Reverse();
        Assert.Equal(expected.Take(50), (await List(filter, 0, 50)).Ids);
    }

    [Fact]
    public async Task What_many_are_altered_by_leaves_none_of_them_out()
    {
        var expected = await Plain(rows => rows, "瑞丰");

        var planned = (await Owner.Post("/elsa/api/alterations/dry-run", new { searchTerm = "瑞丰" })).Body!["workflowInstanceIds"]!.AsArray();

        Assert.Equal(expected.Order(), planned.Select(id => id!.ToString()).Order());
    }

    [Fact]
    public async Task A_search_knows_new_names_and_what_is_gone()
    {
        await Owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = Renamed.DeepClone(), ["publish"] = true });
        var id = (await Owner.Post("/elsa/api/workflow-definitions/renames/execute", new { correlationId = "renamed-record" }))
            .Body!["workflowState"]!["id"]!.ToString();
        Assert.Equal([id], await Search("重庆火锅 fir"));

        await Owner.Post("/elsa/api/events/rename-it/trigger", new { workflowExecutionMode = "Synchronous" });
        Assert.Equal([id], await Search("火锅 SEC"));
        Assert.Empty(await Search("火锅 first"));
        Assert.Equal([id], await Search("renamed-record"));
        Assert.Equal([id], await Search(id));
        Assert.Equal([id], await Search("改名"));
        Assert.Equal([id], await Search(id, "&status=Running"));
        Assert.Empty(await Search(id, "&status=Finished"));
        Assert.Empty(await Search("\0"));

        await Owner.DeleteAsync($"/elsa/api/workflow-instances/{id}");
        foreach (var term in (string[])["火锅", id, "renamed-record"]) Assert.Empty(await Search(term));
    }

    [Theory]
    [InlineData(1_000, 200)]
    [InlineData(1_001, 400)]
    public async Task A_term_has_an_end(int length, int status)
    {
        var (answered, body) = await Owner.Post("/elsa/api/workflow-instances", new { searchTerm = new string('%', length) });

        Assert.Equal(status, answered);
        if (status == 400) Assert.Contains("searchTerm", body!.ToJsonString(), StringComparison.Ordinal);
    }

    async Task<string[]> Search(string term, string filter = "") =>
        [.. (await Owner.Get($"/elsa/api/workflow-instances?searchTerm={Uri.EscapeDataString(term)}{filter}")).Body!["items"]!.AsArray()
            .Select(item => item!["id"]!.ToString())];

    static readonly JsonNode Renamed = JsonNode.Parse("""
        { "definitionId": "renames", "name": "改名 Renames", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "first", "type": "Elsa.SetName", "version": 1, "value": { "typeName": "String", "expression": { "type": "Literal", "value": "重庆火锅 First" } } },
          { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "rename-it" } } },
          { "id": "second", "type": "Elsa.SetName", "version": 1, "value": { "typeName": "String", "expression": { "type": "Literal", "value": "重庆火锅 Second" } } },
          { "id": "end", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "end-it" } } } ] } }
        """)!;
}
