using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Model;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

public sealed class OrderChecksTests
{
    static IReadOnlyList<Finding> Findings(JsonObject model) => new WorkflowStory(model, null, typeof(OrderActivity).Assembly).Findings;

    static JsonObject Approval(params string[] connections) =>
        Flowchart([Step("ThreeStep.RequestApproval", "ask", ("dealId", Literal("d"))), Line("on")], connections);

    [Fact]
    public void An_approval_needs_a_way_for_no()
    {
        Assert.Contains(Findings(Approval("ask:Approved -> on", "ask:Returned -> on", "ask:Withdrawn -> on")), finding =>
            finding is { Severity: Severity.Error, Message: OrderFindings.ApprovalWithoutAnswer } && finding.Values[0] is "Rejected");
        Assert.Empty(Findings(Approval("ask:Approved -> on", "ask:Rejected -> on", "ask:Returned -> on", "ask:Withdrawn -> on")));
    }

    static readonly string[] Everywhere = ["ask:Approved -> on", "ask:Rejected -> on", "ask:Returned -> on", "ask:Withdrawn -> on"];

    [Theory]
    [InlineData("", OrderFindings.NothingAsked)]
    [InlineData("kind=Gift", OrderFindings.NothingAsked)]
    [InlineData("kind=deal;title=x", OrderFindings.DealWithoutId)]
    [InlineData("kind=CampaignBudget;title=x", OrderFindings.BudgetWithoutCampaign)]
    [InlineData("dealId=d;amount=7", OrderFindings.DealAndMore)]
    [InlineData("dealId=d;subject=Account:a", OrderFindings.DealAndMore)]
    [InlineData("title=x", null)]
    [InlineData("kind=Gift;title=x;amount=7", null)]
    [InlineData("kind=CampaignBudget;subject=Campaign:c", null)]
    public void An_approval_says_what_it_asks_for(string inputs, string? finding)
    {
        var drawn = inputs.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(input => input.Split('=', 2))
            .Select(input => (input[0], (JsonNode?)Literal(input[1]))).ToArray();

        Assert.Equal(finding, Findings(Flowchart([Step("ThreeStep.RequestApproval", "ask", drawn), Line("on")], Everywhere))
            .Select(found => (string?)found.Message).SingleOrDefault());
    }

    [Theory]
    [InlineData("[", "JSON")]
    [InlineData("""[{"approvers": ["Pope"], "within": "1 day"}]""", "Pope")]
    [InlineData("""[{"approvers": ["Person:nobody"], "within": "1 day"}]""", "nobody")]
    public void A_table_by_amount_is_looked_at_before_publishing(string table, string said)
    {
        var found = Assert.Single(Findings(Flowchart([Step("ThreeStep.RequestApproval", "ask", ("title", Literal("x")), ("byAmount", Literal(table))),
            Line("on")], Everywhere)));

        Assert.Equal(Severity.Error, found.Severity);
        Assert.Contains(said, found.Text(english => english), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_for_the_customer_needs_a_limit()
    {
        static JsonObject Model(string limit, params string[] connections) =>
            Flowchart([Step("ThreeStep.WaitForCustomer", "wait", ("dealId", Literal("d")), ("quietAfter", Literal(limit))), Line("on")], connections);

        Assert.Contains(Findings(Model("7.00:00:00", "wait:Responded -> on")), finding =>
            finding is { Severity: Severity.Error, Message: OrderFindings.CustomerWithoutLimit });
        var atOnce = Assert.Single(Findings(Model("00:00:00", "wait:Responded -> on", "wait:Quiet -> on")));
        Assert.Contains(OrderFindings.QuietAtOnce, atOnce.Text(english => english), StringComparison.Ordinal);
        Assert.Empty(Findings(Model("7.00:00:00", "wait:Responded -> on", "wait:Quiet -> on")));
    }

    public static TheoryData<string> AllMessages() =>
        new(new[] { typeof(Workflows.Model.Messages), typeof(OrderFindings) }.SelectMany(type =>
            type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => (string)field.GetRawConstantValue()!).Distinct());

    [Theory, MemberData(nameof(AllMessages))]
    public void Every_finding_can_be_read_in_Chinese(string english)
    {
        var chinese = ActivityTexts.In(CultureInfo.GetCultureInfo("zh-CN"), english);

        Assert.Contains(chinese, letter => letter > 0x2E80);
        Assert.Equal(Places(english), Places(chinese));
    }

    static IEnumerable<string> Places(string text) =>
        Enumerable.Range(0, 4).Select(number => $"{{{number}}}").Where(place => text.Contains(place, StringComparison.Ordinal));
}
