using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Orders.Working;
using ThreeStep.Testing;
using ThreeStep.Workflows.Model;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

/// <summary>Mistakes that a process owner makes: each is told before publishing, at its step, in words of both languages.</summary>
public sealed class MistakeTests
{
    const string Table = """[{"upToPercent": 10, "positions": [], "hours": 0}, {"upToPercent": 100, "positions": ["Director"], "mode": "Any", "hours": 48}]""";

    static readonly Dictionary<string, (JsonObject Model, Severity Severity, string Words)> Mistakes = new()
    {
        ["a time in words"] =
            (Task(("dueIn", Literal("two days"))),
                Severity.Error, "Due in: “two days” is no length of time. Write a number and a unit"),
        ["a day by name"] = (Alone(Step("Delay", "step", ("timeSpan", Literal("tomorrow")))), Severity.Error, "“tomorrow” is no length of time"),
        ["a time that is negative"] = (Task(("dueIn", Literal("-1.00:00:00"))), Severity.Error, "“-1.00:00:00” is negative"),
        ["a time without a unit"] = (Task(("dueIn", Literal("5"))), Severity.Error, "“5” has no unit"),
        ["a variable that begins with no time"] =
            (Task(("dueIn", Variable("Within"))).With(("Within", "TimeSpan", "tomorrow")),
                Severity.Error, "The variable Within begins with what it does not take"),
        ["a variable of any type with no time in it"] =
            (Task(("dueIn", Variable("Within"))).With(("Within", "Object", "soon")),
                Severity.Error, "Due in, which the variable Within gives: “soon” is no length"),
        ["a stage"] = (Stage("Wonn"), Severity.Error, "Stage: “Wonn” is not known here. Use one of: Prospecting, Engaging"),
        ["a channel"] =
            (Alone(Step("ThreeStep.SendMessage", "step", ("channel", Literal("fax")), ("to", Literal("emily")))),
                Severity.Error, "Use one of: mail, webhook"),
        ["a mail address"] =
            (Alone(Step("ThreeStep.SendMessage", "step", ("to", Literal("emily@@x")))),
                Severity.Error, "“emily@@x” is no mail address"),
        ["a message for nobody"] = (Alone(Step("ThreeStep.SendMessage", "step", ("subject", Literal("Hi")))), Severity.Error, "To: Nothing is given"),
        ["a person"] = (Task(("assignee", Literal("emilie"))), Severity.Error, "Assignee: There is nobody with the id “emilie”"),
        ["a role"] = (Task(("role", Literal("Seller"))), Severity.Error, "Role: “Seller” is not known here. Use one of: Rep, Manager"),
        ["an event nobody publishes"] =
            (Alone(Step("Event", "step", ("eventName", Literal("deal-wonn")))),
                Severity.Warning, "No workflow publishes the event “deal-wonn”"),
        ["a wait for no event"] = (Alone(Step("Event", "step")), Severity.Error, "Event Name: Nothing is given"),
        ["a task for nobody"] =
            (Alone(Step("ThreeStep.AssignTask", "step", ("title", Literal("Call"))), "Done", "Skipped"),
                Severity.Error, "The task is for nobody"),
        ["a task without a title"] =
            (Alone(Step("ThreeStep.AssignTask", "step", ("role", Literal("Rep"))), "Done", "Skipped"),
                Severity.Warning, "It has no title"),
        ["a reminder without a receiver"] =
            (Alone(Step("ThreeStep.Remind", "step", ("title", Literal("Call")))),
                Severity.Warning, "every manager gets it"),
        ["a reminder without a title"] = (Alone(Step("ThreeStep.Remind", "step", ("to", Literal("emily")))), Severity.Warning, "It has no title"),
        ["a variable in a script"] = (Say(Js("getVariable('Ownr')")), Severity.Warning, "uses the variable Ownr"),
        ["a variable in a template"] = (Say(Liquid("{{ Variables.Ownr }}")), Severity.Warning, "uses the variable Ownr"),
        ["a variable as a property"] = (Say(Js("variables.Ownr")), Severity.Warning, "uses the variable Ownr"),
        ["an input in a script"] = (Say(Js("getInput('Ownr')")), Severity.Warning, "uses the input Ownr"),
        ["a field of a record"] = (Say(Js("(getRecord('Deal', 'd') || {}).OwnrId")), Severity.Warning, "reads OwnrId of a Deal"),
        ["a field of a record with a name"] = (Say(Js("((d) => d.ownrId)(getRecord('Deal', 'd'))")), Severity.Warning, "reads ownrId of a Deal"),
        ["a kind of record"] = (Say(Js("getRecord('Dael', 'd').name")), Severity.Error, "a record of the kind Dael"),
        ["a function"] = (Say(Js("getOwnr()")), Severity.Error, "calls getOwnr"),
        ["a function of nobody"] = (Say(Js("formatMoney(1)")), Severity.Error, "calls formatMoney"),
        ["a name"] = (Say(Js("owner + 1")), Severity.Error, "names owner"),
        ["a type of activity"] = (Alone(Step("Acme.Rocket", "step")), Severity.Error, "does not know the activity type Acme.Rocket"),
        ["an empty decision"] = (Alone(Step("FlowDecision", "step"), "True", "False"), Severity.Error, "It has no condition"),
        ["a decision without its False arrow"] =
            (Alone(Step("FlowDecision", "step", ("condition", Js("true"))), "True"), Severity.Warning, "Nothing happens after the outcome False"),
        ["a truth"] =
            (Alone(Step("FlowDecision", "step", ("condition", Literal("perhaps"))), "True", "False"),
                Severity.Error, "“perhaps” is neither true nor false"),
        ["a workflow"] =
            (Alone(Step("DispatchWorkflow", "step", ("workflowDefinitionId", Literal("gone")))),
                Severity.Error, "There is no workflow gone"),
        ["a start without what is required"] =
            (Alone(Step("DispatchWorkflow", "step", ("workflowDefinitionId", Literal("needy")), ("input", Js("({ Deal: 1 })")))),
                Severity.Error, "is not started without the input DealId"),
        ["an output"] =
            (Alone(Step("SetOutput", "step", ("outputName", Literal("Sum")), ("outputValue", Literal("1")))),
                Severity.Warning, "does not declare the output Sum"),
        ["a value for a variable"] =
            (Alone(Set("step", "Count", Literal("many"))).With(("Count", "Int32", "1")),
                Severity.Error, "“many” is no number"),
        ["a field that cannot be set"] = (Update("({ amount: 1 })"), Severity.Error, "“amount” of a Deal cannot be set here"),
        ["a table with a missing bracket"] = (Approval(Table[..^1]), Severity.Error, "The approval table is no valid JSON"),
        ["a column of a table"] =
            (Approval(Table.Replace("\"hours\": 48", "\"hourz\": 48", StringComparison.Ordinal)),
                Severity.Error, "Tier 2: “hourz” is not known"),
        ["a position"] = (Approval(Table.Replace("Director", "Direktor", StringComparison.Ordinal)), Severity.Error, "Tier 2 asks for a Direktor"),
        ["a mode"] =
            (Approval(Table.Replace("Any", "Alle", StringComparison.Ordinal)),
                Severity.Error, "Tier 2, mode: “Alle” is not known here. Use one of"),
        ["tiers out of order"] =
            (Approval(Table.Replace("\"upToPercent\": 10,", "\"upToPercent\": 100,", StringComparison.Ordinal)),
                Severity.Error, "Tier 2 ends at 100 %, not above"),
        ["a table with a gap at its end"] =
            (Approval(Table.Replace("100", "50", StringComparison.Ordinal)),
                Severity.Error, "The last tier ends at 50 %"),
        ["a customer who is quiet at once"] =
            (Alone(Step("ThreeStep.WaitForCustomer", "step", ("dealId", Literal("d")), ("quietAfter", Literal("0"))), "Responded", "Quiet"),
                Severity.Error, "quiet at once"),
    };

    public static TheoryData<string> Names() => new(Mistakes.Keys);

    [Theory, MemberData(nameof(Names))]
    public void It_is_told_before_publishing(string mistake)
    {
        var (model, severity, words) = Mistakes[mistake];

        var finding = Assert.Single(Story(model).Findings, found => found.Text(english => english).Contains(words, StringComparison.Ordinal));

        Assert.Equal(severity, finding.Severity);
        Assert.Equal(mistake.StartsWith("a variable that begins", StringComparison.Ordinal) ? "Workflow1" : "step", finding.Node.Id);
        var chinese = finding.Text(english => ActivityTexts.In(CultureInfo.GetCultureInfo("zh-CN"), english));
        Assert.Contains(chinese, letter => letter > 0x2E80);
        Assert.DoesNotContain(words, chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5 days")]
    [InlineData("90 min")]
    [InlineData("3 天")]
    [InlineData("P3D")]
    [InlineData("1.02:00:00")]
    [InlineData("")]
    public void What_people_write_as_a_time_is_no_mistake(string time)
    {
        var story = Story(Task(("dueIn", Literal(time))));

        Assert.DoesNotContain(story.Findings, finding => finding.Severity == Severity.Error);
        Assert.Empty(story.Start().State.Incidents);
    }

    /// <summary>Inputs with a reader of their own, and a step in which all the others are in order.</summary>
    static readonly Dictionary<string, Func<string, JsonObject>> Readers = new()
    {
        ["Delay.TimeSpan"] = value => Alone(Step("Delay", "step", ("timeSpan", Literal(value)))),
        ["AssignTask.DueIn"] = value => Task(("dueIn", Literal(value))),
        ["AssignTask.Role"] = value => Task(("role", Literal(value))),
        ["AssignTask.Assignee"] = value => Task(("role", Literal("Rep")), ("assignee", Literal(value))),
        ["ChangeStage.Stage"] = Stage,
        ["SendMessage.Channel"] = value => Alone(Step("ThreeStep.SendMessage", "step", ("channel", Literal(value)), ("to", Literal("emily")))),
        ["SendMessage.To"] = value => Alone(Step("ThreeStep.SendMessage", "step", ("to", Literal(value)))),
        ["CreateLead.Source"] = value => Alone(Step("ThreeStep.CreateLead", "step", ("companyName", Literal("瑞丰")), ("source", Literal(value)))),
        ["HandOver.Kind"] = value => Alone(Step("ThreeStep.HandOver", "step", ("kind", Literal(value)), ("recordId", Literal("d")))),
        ["WaitForCustomer.QuietAfter"] =
            value => Alone(Step("ThreeStep.WaitForCustomer", "step", ("dealId", Literal("d")), ("quietAfter", Literal(value))), "Responded", "Quiet"),
        ["RequestApproval.Tiers"] = Approval,
        ["For.Start"] = value => Alone(Step("For", "step", ("start", Literal(value)), ("end", Literal("3")))),
        ["Cron.CronExpression"] = value => Alone(Step("Cron", "step", ("cronExpression", Literal(value)))),
    };

    static readonly Gen<string> Written = Gen.OneOf(
        AnyOf(
            "", " ", "3 days", "2小时", "-1 h", "two days", "5", "0", "72:00:00", "Won", "won", "Wonn", "Rep", "rep", "Boss", "1",
            "emily", "emilie", "mail", "MAIL", "fax",
            "webhook", "a@b.example", "a@@b", "Campaign", "Deal", "0 9 * * 1-5", "0 0 9 ? * MON", "* *", "null", "true", "[]", "{}", "12.5", "1e3",
                "99999999999999999999"),
        AnyOf(Table, Table[..^1], Table.Replace("48", "-1", StringComparison.Ordinal), Table.Replace("Director", "CEO", StringComparison.Ordinal)),
        Gen.String[Gen.Char["0123456789:.-PTDHMS dayshmin天小时{}[]\"a"], 0, 12]);

    static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    [Fact]
    public void What_the_check_lets_pass_is_read_when_it_runs_and_what_it_refuses_faults() =>
        Gen.Select(AnyOf([.. Readers.Keys]), Written).Sample(
            (reader, value) =>
            {
                var model = Readers[reader](value);
                var isRefused = Story(model).Findings.Any(finding => finding.Severity == Severity.Error && finding.Node.Id == "step");
                var isFaulted = Story(model).Start().State.Incidents.Count > 0;
                return isRefused == isFaulted;
            },
            iter: 600, threads: 1);

    static WorkflowStory Story(JsonObject model)
    {
        var needy = Sequence(Line("x"));
        (needy["definitionId"], needy["name"]) = ("needy", "Needy");
        needy["inputs"] = new JsonArray(new JsonObject { ["name"] = "DealId", ["type"] = "String", ["category"] = "必填 Required" });
        var story = new WorkflowStory(model, [needy], typeof(OrderActivity).Assembly)
        {
            Fields = OrderKinds.FieldsOf,
            Events = OrderEvents.Names,
            Calendar = counted => new WorkingCalendar([CalendarDefinition.Usual]).When(counted)
        };
        story.SetRecord("User", "emily", new User { Id = "emily", Name = "Emily", Role = Role.Manager, Position = "Director" });
        story.SetRecord("User", "rep", new User { Id = "rep", Name = "Rep", ManagerId = "emily" });
        story.SetRecord("UsersByPosition", "Director",
            new[] { new User { Id = "emily", Name = "Emily", Role = Role.Manager, Position = "Director" } });
        story.SetRecord("Webhook", "emily", "emily");
        story.SetRecord("Company", "company", new Company { Name = "Company", Currency = "CNY" });
        story.SetRecord("Deal", "d",
            new Deal
            {
                Id = "d",
                Name = "大订单",
                OwnerId = "rep",
                Amount = 1,
                DiscountPercent = 25,
                Currency = "CNY",
                Stage = Orders.Deals.Stage.Engaging
            });
        return story;
    }

    static JsonObject Alone(JsonObject step, params string[] outcomes)
    {
        if (outcomes.Length == 0) outcomes = ["Done"];
        return Flowchart([step, Line("on")], outcomes.Select(outcome => $"step:{outcome} -> on").ToArray());
    }

    static JsonObject Task(params (string Name, JsonNode? Value)[] properties)
    {
        var step = Step("ThreeStep.AssignTask", "step", [("title", Literal("拜访客户")), .. properties]);
        var isForNobody = !step.ContainsKey("role") || step["role"]?["expression"]?["value"]?.ToString().Trim() == "";
        if (isForNobody && !step.ContainsKey("assignee")) step["assignee"] = Literal("emily");
        return Alone(step, "Done", "Skipped", "Overdue");
    }

    static JsonObject Say(JsonNode text) => Alone(Step("WriteLine", "step", ("text", text)));

    static JsonObject Stage(string stage) =>
        Alone(Step("ThreeStep.ChangeStage", "step", ("dealId", Literal("d")), ("stage", Literal(stage))), "Done", "Refused");

    static JsonObject Update(string values) =>
        Alone(Step("ThreeStep.UpdateRecord", "step", ("kind", Literal("Deal")), ("recordId", Literal("d")), ("values", Js(values))));

    static JsonObject Approval(string tiers) =>
        Alone(Step("ThreeStep.RequestApproval", "step", ("dealId", Literal("d")), ("tiers", Literal(tiers))), "Approved", "Rejected", "Returned",
            "Withdrawn");

    static JsonNode Variable(string name) => new JsonObject
    {
        ["typeName"] = "Object",
        ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = name, ["name"] = name } },
    };
}
