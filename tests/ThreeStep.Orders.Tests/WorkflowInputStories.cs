using System.Text.Json.Nodes;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tests;

/// <summary>What workflows write passes the same rules as what people type; what does not fit stops the step, and says why.</summary>
public sealed class WorkflowInputStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static JsonObject Input(string type, string value, string typeName = "String") =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    /// <summary>Waits a minute and runs one activity for a deal.</summary>
    /// <returns>Why it stopped; null when it went through.</returns>
    async Task<string?> Run(string dealId, string type, params (string Name, JsonObject Input)[] inputs)
    {
        var activity = new JsonObject { ["id"] = "step", ["type"] = type, ["version"] = 1 };
        foreach (var (name, input) in inputs) activity[name] = input;
        var model = (JsonObject)JsonNode.Parse("""
            { "definitionId": "writes", "name": "Writes", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
              "activities": [{ "id": "wait", "type": "Elsa.Delay", "version": 1,
                "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "00:01:00" } } }],
              "connections": [{ "source": { "activity": "wait", "port": "Done" }, "target": { "activity": "step", "port": "In" } }] } }
            """)!;
        model["root"]!["activities"]!.AsArray().Add(activity);
        await world.Definitions.Save(model, publish: true);
        var id = (await world.Runtime.Start("writes", [], dealId))!.State.Id;
        await world.Pass(TimeSpan.FromMinutes(2));
        var state = world.Service<EngineReader>().LoadInstance(id)!.Value.State;
        Assert.Equal(state.Incidents.Count == 0, state.SubStatus == InstanceSubStatus.Finished);
        return state.Incidents.FirstOrDefault()?.Message;
    }

    Task<string?> Update(string dealId, string values, string kind = "Deal") =>
        Run(dealId, "ThreeStep.UpdateRecord", ("kind", Input("Literal", kind)), ("recordId", Input("Literal", kind == "Deal" ? dealId : "account")),
            ("values", Input("JavaScript", values, "Object")));

    [Theory]
    [InlineData("({ nextActivityAt: '2026-12-01' })", "2026-12-01")]
    [InlineData("({ nextActivityAt: '2026-11-30T16:00:00Z' })", "2026-12-01")]
    [InlineData("({ nextActivityAt: new Date(Date.UTC(2026, 10, 30, 15)) })", "2026-11-30")]
    public async Task A_day_may_be_given_as_a_moment(string values, string day)
    {
        var deal = await world.NewDeal();

        Assert.Null(await Update(deal.Id, values));

        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), world.DealOf(deal.Id).NextActivityAt);
    }

    [Theory]
    [InlineData("({ nextActivityAt: '0001-01-01' })", "Next activity at")]
    [InlineData("({ nextActivityAt: 'tomorrow' })", "'tomorrow' is not a day")]
    [InlineData("({ nextActivity: 'x'.repeat(3000) })", "Next activity")]
    public async Task What_does_not_fit_stops_the_step_and_says_why(string values, string why)
    {
        var deal = await world.NewDeal();

        Assert.Contains(why, await Update(deal.Id, values), StringComparison.Ordinal);

        Assert.Null(world.DealOf(deal.Id).NextActivityAt);
        Assert.Null(world.DealOf(deal.Id).NextActivity);
    }

    [Fact]
    public async Task A_customer_is_not_given_to_somebody_who_is_not_there()
    {
        var deal = await world.NewDeal();

        Assert.Contains("nobody-here", await Update(deal.Id, "({ ownerId: 'nobody-here' })", "Account"), StringComparison.Ordinal);

        Assert.Equal("rep", world.Read(database => database.Set<Accounts.Account>().Find("account")!.OwnerId));
    }

    [Fact]
    public async Task A_lead_with_a_mail_address_that_is_none_is_not_made()
    {
        var deal = await world.NewDeal();

        var why = await Run(deal.Id, "ThreeStep.CreateLead", ("companyName", Input("Literal", "新公司")), ("email", Input("Literal", "not an address")));

        Assert.Contains("'not an address' is not a mail address", why, StringComparison.Ordinal);
        Assert.Empty(world.Read(database => database.Leads.ToList()));
    }
}
