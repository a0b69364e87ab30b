using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Tests;

/// <summary>Variables that are marked as settings: what they take, and what stays of the definition when one is changed.</summary>
public sealed class WorkflowSettingTests
{
    static WorkflowDefinition Definition(string settings) => new("v1", "id", 1, true, true, default, (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "id", "customProperties": { "settings": {{settings}}, "else": 1 }, "variables": [
            { "id": "w", "name": "Wait", "typeName": "TimeSpan", "value": "7.00:00:00" },
            { "id": "n", "name": "Limit", "typeName": "Decimal", "value": "12.5" },
            { "id": "f", "name": "Flag", "typeName": "Boolean", "value": "true" },
            { "id": "t", "name": "Tables", "typeName": "Object", "value": "{\"A\": [{\"below\": 5}], \"B\": 1}" } ],
          "root": { "id": "root", "type": "Elsa.Sequence", "version": 1 } }
        """)!);

    static WorkflowSetting One(string mark) => Assert.Single(Definition($"[{mark}]").Settings);

    [Theory]
    [InlineData("""{ "variable": "Wait", "name": "x" }""", SettingKind.Duration)]
    [InlineData("""{ "variable": "Limit", "name": "x" }""", SettingKind.Number)]
    [InlineData("""{ "variable": "Limit", "name": "x", "kind": "Money" }""", SettingKind.Money)]
    [InlineData("""{ "variable": "Flag", "name": "x" }""", SettingKind.YesNo)]
    public void The_kind_is_the_one_of_the_variable_unless_told(string mark, SettingKind kind) => Assert.Equal(kind, One(mark).Kind);

    [Theory]
    [InlineData("""{ "variable": "Gone", "name": "x" }""")]
    [InlineData("""{ "variable": "Wait" }""")]
    [InlineData("""{ "variable": "Wait", "name": "x", "kind": "Colour" }""")]
    [InlineData("""{ "variable": "Wait", "name": "x", "kind": "3" }""")]
    [InlineData("""{ "variable": "Tables", "name": "x" }""")]
    [InlineData("""{ "variable": "Tables", "name": "x", "kind": "Table" }""")]
    [InlineData("5")]
    [InlineData("null")]
    public void What_marks_nothing_is_no_setting_and_is_told(string mark)
    {
        Assert.Empty(Definition($"[{mark}]").Settings);
        Assert.Single(WorkflowSetting.Unreadable(Definition($"[{mark}]")));
    }

    [Theory]
    [InlineData("\"5 working days\"", "5 working days")]
    [InlineData("\"5 个工作日\"", "5 working days")]
    [InlineData("\"2 天\"", "2.00:00:00")]
    [InlineData("\"1 working day\"", "1 working day")]
    [InlineData("\"30 days\"", "30.00:00:00")]
    [InlineData("\"23 hours\"", null)]
    [InlineData("\"31 working days\"", null)]
    [InlineData("\"soon\"", null)]
    [InlineData("\"2000000000 working days\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void A_length_of_time_is_held_against_its_range(string value, string? kept)
    {
        var setting = One("""{ "variable": "Wait", "name": "x", "min": "1 day", "max": "30 days" }""");
        if (kept is null) Assert.NotNull(SettingRules.Objection(setting, JsonNode.Parse(value)));
        else Assert.Equal(kept, SettingRules.Take(setting, JsonNode.Parse(value))!.ToString());
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("\"12.50\"", "12.50")]
    [InlineData("2.9", null)]
    [InlineData("101", null)]
    [InlineData("\"many\"", null)]
    [InlineData("1e300", null)]
    public void So_is_a_number(string value, string? kept)
    {
        var setting = One("""{ "variable": "Limit", "name": "x", "min": 3, "max": "100" }""");
        if (kept is null) Assert.NotNull(SettingRules.Objection(setting, JsonNode.Parse(value)));
        else Assert.Equal(kept, SettingRules.Take(setting, JsonNode.Parse(value))!.ToString());
    }

    [Fact]
    public void A_table_is_looked_at_cell_by_cell_and_only_its_part_is_changed()
    {
        var definition = Definition("""
            [{ "variable": "Tables", "part": "A", "name": "x", "kind": "Table",
               "columns": [{ "column": "below", "name": "Below", "kind": "Money", "min": 1, "mayBeEmpty": true }] }]
            """);
        var setting = Assert.Single(definition.Settings);
        Assert.Equal(("Tables.A", "[{\"below\":5}]"), (setting.Id, setting.ValueIn(definition)!.ToJsonString()));
        Assert.Contains("Row 2", SettingRules.Objection(setting, JsonNode.Parse("""[{ "below": 7 }, { "below": 0 }]"""))!.ToString(),
            StringComparison.Ordinal);
        Assert.NotNull(SettingRules.Objection(setting, JsonNode.Parse("""[{ "colour": 7 }]""")));
        Assert.NotNull(SettingRules.Objection(setting, JsonNode.Parse("[]")));
        Assert.NotNull(SettingRules.Objection(setting, JsonNode.Parse("[null]")));

        setting.Put(definition.Model, SettingRules.Take(setting, JsonNode.Parse("""[{ "below": 7 }, { "below": "" }]""")));

        Assert.Equal("""{"A":[{"below":7},{}],"B":1}""", definition.Variables[3].Value!.ToString());
        Assert.Equal(1, definition.CustomProperties!.Number("else"));
    }

    [Fact]
    public void A_range_that_somebody_widens_is_a_difference()
    {
        var before = Definition("""[{ "variable": "Wait", "name": "x", "max": "30 days" }]""").Model;
        var after = Definition("""[{ "variable": "Wait", "name": "x", "max": "300 days" }]""").Model;
        Assert.Equal((WorkflowPart.Setting, "Wait"),
            WorkflowDifference.Of(before, after, (_, _) => false).Select(change => (change.Part, change.Subject)).Single());
    }
}
