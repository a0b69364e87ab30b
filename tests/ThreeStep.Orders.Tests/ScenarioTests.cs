using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Scenarios.Sentences;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Tests;

/// <summary>The scenarios that come with the workflows, and how scenarios are read and fail.</summary>
public sealed class ScenarioTests(ScenarioTests.Shipped shipped) : IClassFixture<ScenarioTests.Shipped>
{
    /// <summary>The workflows of the product, published once.</summary>
    public sealed class Shipped : IAsyncLifetime
    {
        public WorkflowSet Workflows { get; private set; } = null!;

        public async Task InitializeAsync() => Workflows = await WorkflowSet.OfFolder(CompanyWorld.WorkflowFolder());
        public async Task DisposeAsync() => await Workflows.DisposeAsync();
    }

    static readonly string Tests = Path.Combine(CompanyWorld.WorkflowFolder(), ScenarioFolder.Name);

    public static TheoryData<string> Files() => new(Directory.EnumerateFiles(Tests, "*.yaml").Select(path => Path.GetFileName(path)!));

    [Theory, MemberData(nameof(Files))]
    public async Task Every_scenario_that_is_shipped_passes(string name)
    {
        var file = ScenarioFolder.Read(Tests).Single(file => file.Name == name);
        Assert.Empty(file.Errors);

        foreach (var scenario in file.Scenarios)
        {
            var result = await ScenarioRun.Of(file, scenario, shipped.Workflows);
            Assert.True(result.HasPassed, $"{name}:{result.Failure?.Line} {result.Failure?.Sentence}\n{result.Failure?.What}");
        }
    }

    [Fact]
    public void Every_workflow_that_is_shipped_has_scenarios() => Assert.Equal(
        Directory.EnumerateFiles(CompanyWorld.WorkflowFolder(), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(),
        ScenarioFolder.Read(Tests).Where(file => file.Scenarios.Count >= 2).Select(file => file.Workflow!).Order());

    const string Given = """
        workflow: quiet-customer
        given:
          people: { Sophie: { manager: Emily }, Emily: { role: Manager, position: SalesManager } }
          customers: { 华康食品: { owner: Sophie } }
          deals: { 包装线: { customer: 华康食品, owner: Sophie, stage: Negotiating, amount: 200000 } }
        scenarios:
          - scenario: One
            story:

        """;

    async Task<ScenarioResult> Play(string story)
    {
        var file = ScenarioReader.Read("one.yaml", Given + story);
        Assert.Empty(file.Errors);
        return await ScenarioRun.Of(file, Assert.Single(file.Scenarios), shipped.Workflows);
    }

    [Fact]
    public async Task A_failure_says_where_what_there_was_instead_and_what_happened_before()
    {
        var result = await Play("""
                  - when: 7 days pass
                    then: Sophie has no reminder "安静"
            """);

        var failure = Assert.IsType<ScenarioFailure>(result.Failure);
        Assert.Equal(10, failure.Line);
        Assert.Equal("Sophie has no reminder \"安静\"", failure.Sentence);
        Assert.Contains("客户安静了 7 天", failure.What.ToString(), StringComparison.Ordinal);
        Assert.Contains(result.Told, line => line is { IsSentence: true, Text: "7 days pass", At: "2026-03-02 09:00" });
        Assert.Contains(result.Told, line => line.At == "2026-03-09 09:00" && line.WaitsAt.Count > 0);
        Assert.Contains(result.Told, line => line.Said(MessageTexts.English).ToString()
            .StartsWith("Reminder for Sophie: Customer quiet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_story_may_be_written_in_Chinese()
    {
        var file = ScenarioReader.Read("安静.yaml", """
            流程: quiet-customer
            已知:
              时间: 2026-03-02 09:00
              人员:
                小李: { 角色: 销售, 经理: 老王 }
                老王: { 角色: 经理, 职位: SalesManager }
              客户:
                华康食品: { 负责人: 小李 }
              商机:
                包装线: { 客户: 华康食品, 负责人: 小李, 阶段: 谈判, 金额: 200000 }
            场景:
              - 标题: 安静了就提醒
                经过:
                  - 当: 过了 7 天
                    那么:
                      - 小李 有 一条 提醒 “7 天”
                      - 老王 没有 提醒
                      - 没有问过任何人
                      - 包装线 的 阶段 是 谈判
                  - 当: 小李 记录 电话 关于 包装线，说 “还在比较”
                  - 当: 小李 修改 包装线，折扣 15
                    那么: 老王 被请求审批 “包装线”
                  - 当: 老王 拒绝，因为 “太低了”
                    那么: 审批 已拒绝
            """);

        Assert.Empty(file.Errors);
        Assert.Null((await ScenarioRun.Of(file, Assert.Single(file.Scenarios), shipped.Workflows)).Failure);
    }

    [Fact]
    public void Every_mistake_is_told_with_its_line()
    {
        var file = ScenarioReader.Read("wrong.yaml", """
            workflow: quiet-customer
            given:
              now: soon
              poeple: { Sophie: {} }
            scenarios:
              - scenario: One
                story:
                  - when:
                      - 7 days pass quickly, they say
                      - Sophie has a task
                      - Sophie says: yes
                  - than: nobody was asked
              - story: []
            """);

        Assert.Equal([3, 4, 9, 10, 11, 12, 13], file.Errors.Select(error => error.Line));
        Assert.Contains("2026-03-09 09:00", file.Errors[0].Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("people", file.Errors[1].Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("then", file.Errors[3].Text.ToString(), StringComparison.Ordinal);
        Assert.Contains("single quotes", file.Errors[4].Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [1]\nb: *a")]
    [InlineData("a: !!python/object x")]
    [InlineData("{{{{{{{{{{{{{{{{{{{{{{")]
    [InlineData("--- {}\n--- {}")]
    [InlineData("[")]
    [InlineData("- 1")]
    [InlineData("just a text")]
    [InlineData("scenarios: { a: b }")]
    [InlineData("? [a, b]\n: c")]
    [InlineData("given: 7\nscenarios: x")]
    [InlineData("scenarios:\n  - scenario: { a: b }\n    given: [x]\n    story: { when: y }")]
    [InlineData("")]
    [InlineData("given: { now: 9999-12-31 }\nscenarios: []")]
    [InlineData("scenarios:\n  - scenario: One\n    story: [{ when: 'A asks for a yes to a Gift \"x\" of 99999999999999999999999999999999999999' }]")]
    public void What_is_no_scenario_is_told_and_harms_nobody(string text) => Assert.NotEmpty(ScenarioReader.Read("odd.yaml", text).Errors);

    [Fact]
    public void A_text_of_brackets_is_not_followed_into_the_depth() =>
        Assert.NotEmpty(ScenarioReader.Read("deep.yaml", new string('[', 100_000)).Errors);

    [Theory]
    [InlineData("it is refused that 5 days pass", "not refused")]
    [InlineData("Nobody says yes", "called “Nobody”")]
    [InlineData("Sophie completes \"no such task\"", "谈判")]
    [InlineData("Sophie moves 包装机 to Won", "包装线")]
    [InlineData("Sophie changes 包装线, amount much", "amount")]
    [InlineData("Sophie changes 包装线, colour red", "discountPercent")]
    [InlineData("Emily says yes", "no such question")]
    [InlineData("4000 days pass", "three years")]
    [InlineData("it is 2026-03-01", "does not go back")]
    [InlineData("the workflow no-such starts", "no-such")]
    [InlineData("the workflow quiet-customer starts", "DealId")]
    [InlineData("the event \"nothing\" comes for 包装机", "包装线")]
    [InlineData("Emily adds a lead \"x\" with source Moon", "source")]
    public async Task What_cannot_happen_says_why(string sentence, string why)
    {
        var result = await Play($"      - when: '{sentence}'\n");

        Assert.Contains(why, result.Failure?.What.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_that_goes_round_in_a_circle_is_given_up_when_nobody_waits_any_more()
    {
        using var nobody = new CancellationTokenSource();
        var file = ScenarioReader.Read("one.yaml", Given + "      - when: 1000 days pass\n");
        await nobody.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ScenarioRun.Of(file, file.Scenarios[0], shipped.Workflows, nobody.Token));
    }

    [Fact]
    public void Each_sentence_has_an_English_and_a_Chinese_form_and_stands_in_the_guide()
    {
        var guide = File.ReadAllText(Path.Combine(CompanyWorld.WorkflowFolder(), "..", "docs", "scenarios.md"));
        Assert.All(SentenceForms.All, form =>
        {
            Assert.DoesNotContain(form.Templates[0], letter => letter > 0x2E80);
            Assert.Contains(form.Templates[1], letter => letter > 0x2E80);
            Assert.All(form.Templates, template => Assert.Contains($"`{template}`", guide, StringComparison.Ordinal));
        });
    }
}
