using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>Who is asked by an amount, as workflows write it.</summary>
public sealed class AmountTableTests
{
    static Verdict Ask(string? table, decimal amount) =>
        AmountTable.Ask(AmountTable.Read(table is null ? null : JsonNode.Parse(table), 1_000_000), new Terms(amount, "CNY", 0));

    [Theory]
    [InlineData(0, 1, "amount below 100")]
    [InlineData(99.99, 1, "amount below 100")]
    [InlineData(100, 2, "amount from 100")]
    [InlineData(5_000, 3, "amount from 5,000")]
    public void A_row_ends_below_its_amount_and_the_next_begins_there(decimal amount, int row, string rule)
    {
        var verdict = Ask("""
            [{"below": 100, "approvers": []}, {"below": 5000, "approvers": ["Manager"], "within": "1 day"},
             {"approvers": ["CFO", "CEO"], "mode": "All", "within": "2 days"}]
            """, amount);

        Assert.Equal((row, rule, row == 1), (verdict.Row, verdict.Rule, verdict.Asks.IsNobody));
    }

    [Theory]
    [InlineData(999_999, "1")]
    [InlineData(1_000_000, "2")]
    public void Without_a_table_it_is_the_manager_and_for_a_large_amount_the_one_above(decimal amount, string levels) =>
        Assert.Equal(new Approver(ApproverKind.Manager, levels), Assert.Single(Ask(null, amount).Asks.Who));

    [Theory]
    [InlineData("Manager", ApproverKind.Manager, "1")]
    [InlineData(" manager 3 ", ApproverKind.Manager, "3")]
    [InlineData("Person: li-na", ApproverKind.Person, "li-na")]
    [InlineData("SalesManager", ApproverKind.Position, "SalesManager")]
    [InlineData("ManagerOfStores", ApproverKind.Position, "ManagerOfStores")]
    public void An_approver_is_a_manager_a_person_or_a_position(string written, ApproverKind kind, string value) =>
        Assert.Equal(new Approver(kind, value), Assert.Single(Ask($$"""[{"approvers": ["{{written}}"], "within": "1 day"}]""", 1).Asks.Who));

    [Theory]
    [InlineData("[]", "list")]
    [InlineData("\"[\"", "JSON")]
    [InlineData("[7]", "Row 1")]
    [InlineData("""[{"approver": ["CEO"]}]""", "approver")]
    [InlineData("""[{"within": "1 day"}]""", "approvers is missing")]
    [InlineData("""[{"approvers": ["CEO"]}]""", "time to answer")]
    [InlineData("""[{"approvers": [""], "within": "1 day"}]""", "no name")]
    [InlineData("""[{"below": 0, "approvers": []}, {"approvers": []}]""", "no amount")]
    [InlineData("""[{"below": 9, "approvers": []}]""", "last row")]
    [InlineData("""[{"approvers": []}, {"approvers": []}]""", "Row 1")]
    [InlineData("""[{"below": 9, "approvers": []}, {"below": 9, "approvers": []}, {"approvers": []}]""", "Row 2")]
    [InlineData("""[{"approvers": ["CEO"], "mode": "Quorum", "quorum": 2, "within": "1 day"}]""", "quorum")]
    [InlineData("""[{"approvers": ["CEO"], "mode": "Some", "within": "1 day"}]""", "mode")]
    public void What_is_no_table_is_told_with_the_row(string table, string said) =>
        Assert.Contains(said, Assert.Throws<ValueConversionException>(() => Ask(table, 1)).Message, StringComparison.Ordinal);
}
