using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Files;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

/// <summary>Tasks that ask for fields: what is taken, what is refused, and what becomes of the answers.</summary>
public sealed class FormStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    internal const string Form = """
        [
          { "key": "budget", "name": "预算 · Budget", "kind": "Money", "required": true, "max": 900000 },
          { "key": "deadline", "name": "期限 · Deadline", "kind": "Date", "min": "today" },
          { "key": "tender", "kind": "YesNo" },
          { "key": "platform", "kind": "Choice", "options": [{ "value": "own", "name": "自有 · Their own" }, "public"],
            "onlyIf": { "field": "tender", "is": true } },
          { "key": "decider", "kind": "Person", "role": "Manager" },
          { "key": "about", "kind": "Record", "record": "Deal" },
          { "key": "seats", "kind": "Number", "decimals": 0, "min": 1, "max": 99 },
          { "key": "why", "kind": "LongText", "max": 40 },
          { "key": "offer", "kind": "File" }
        ]
        """;

    /// <summary>Asks the rep, and says what it got as the title of what comes next.</summary>
    async Task<string> Ask(string form = Form, string? title = null)
    {
        var model = Flowchart(
            [
                Step("ThreeStep.AssignTask", "ask", ("title", Literal("要点")), ("assignee", Literal("rep")), ("dueIn", Literal("2 days")),
                    ("inWorkingTime", Literal("false")), ("form", Expression("Object", form)),
                    ("answers", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "Given" } })),
                Step("ThreeStep.AssignTask", "next", ("assignee", Literal("manager")), ("title", title is null
                    ? Js("`${getBudgetFromAsk() ? getBudgetFromAsk().amount : 'nothing'} / ${getOutputFrom('ask', 'deadline')}`") : Liquid(title))),
                Step("ThreeStep.Remind", "late", ("to", Literal("manager")), ("title", Literal("Late"))),
                Step("Delay", "pause", ("timeSpan", Literal("1.00:00:00"))), Line("end"),
            ], "ask:Done -> next", "ask:Skipped -> next", "ask:Overdue -> late", "late -> pause", "pause -> ask",
            "next:Done -> end", "next:Skipped -> end")
            .With(("Given", "Object", null));
        model["definitionId"] = "asking";
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors.Select(error => error.Text(english => english)));
        await world.Runtime.Start("asking", []);
        await world.Pass(TimeSpan.Zero);
        return world.OpenTask("要点").Id;
    }

    Task<WorkTask> Answer(string id, string? answers, WorkTaskStatus outcome = WorkTaskStatus.Done, string by = "rep") => world.Do(by, change =>
        AnswerTask.Apply(change, id, outcome, null, by, answers is null ? null : (JsonObject)JsonNode.Parse(answers)!));

    async Task<string> Refused(string id, string? answers, WorkTaskStatus outcome = WorkTaskStatus.Done) =>
        await Assert.ThrowsAsync<RefusalException>(() => Answer(id, answers, outcome)) is var refusal && refusal.Mistakes.Count > 0
            ? string.Join(",", refusal.Mistakes.Select(mistake => mistake.Field)) : refusal.Field ?? "";

    [Fact]
    public async Task What_is_answered_is_the_tasks_output_and_goes_on()
    {
        var id = await Ask();
        var deal = await world.NewDeal();

        await Answer(id, $$"""
            { "budget": "500,000 usd", "deadline": "2026-03-02", "tender": "是", "platform": "自有", "decider": "manager", "about": "{{deal.Name}}",
              "seats": 5.0, "why": "  two\nlines " }
            """);

        var task = world.Read(database => database.Tasks.Find(id)!);
        Assert.True(JsonNode.DeepEquals(task.Answers, JsonNode.Parse($$"""
            { "budget": { "amount": 500000, "currency": "USD" }, "deadline": "2026-03-02", "tender": true, "platform": "own", "decider": "manager",
              "about": "{{deal.Id}}", "seats": 5, "why": "two\nlines" }
            """)), Json.Write(task.Answers));
        Assert.Equal(["500000 / 2026-03-02"], world.OpenTitles("manager"));
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task Templates_read_the_answers_where_they_are_bound_to_a_variable()
    {
        var id = await Ask(title: "{{ Variables.Given.budget.currency }} {{ Variables.Given.seats }}");
        await Answer(id, """{ "budget": 7, "seats": 3 }""");
        Assert.Equal(["CNY 3"], world.OpenTitles("manager"));
    }

    [Fact]
    public async Task Each_answer_that_breaks_a_rule_is_named_and_nothing_of_it_is_kept()
    {
        var id = await Ask();

        Assert.Equal("answers.budget", await Refused(id, null));
        Assert.Equal("answers.budget,answers.deadline", await Refused(id, """{ "budget": 900001, "deadline": "2026-03-01" }"""));
        Assert.Equal("answers.colour,answers.budget", await Refused(id, """{ "colour": "red" }"""));
        Assert.Equal("answers.platform", await Refused(id, """{ "budget": 1, "platform": "own" }"""));
        Assert.Equal("answers.platform", await Refused(id, """{ "budget": 1, "tender": false, "platform": "own" }"""));
        Assert.Equal("answers.decider", await Refused(id, """{ "budget": 1, "decider": "rep" }"""));
        Assert.Equal("answers.about", await Refused(id, """{ "budget": 1, "about": "somebody's" }"""));
        Assert.Equal("answers.seats", await Refused(id, """{ "budget": 1, "seats": 1.5 }"""));
        Assert.Equal("answers.why", await Refused(id, """{ "budget": 1, "why": ["a"] }"""));
        Assert.Equal("answers.offer", await Refused(id, """{ "budget": 1, "offer": "nothing" }"""));
        Assert.Equal("answers.budget", await Refused(id, """{ "budget": { "currency": "CNY" } }"""));
        Assert.Equal("answers", await Refused(id, """{ "budget": 1 }""", WorkTaskStatus.Skipped));
        Assert.Null(world.OpenTask("要点").Answers);
    }

    [Fact]
    public async Task Nobody_answers_with_a_record_that_is_not_theirs_to_see_or_with_another_tasks_file()
    {
        var hidden = await world.Do("director", change =>
            CreateDeal.Apply(change, new DealInput { Name = "Hidden", AccountId = "account", Amount = 1, OwnerId = "finance" }));
        var (one, other) = (await Ask(), await Ask2());
        var file = await world.Do("rep", change => AttachFile.Apply(change, other, "offer.pdf", [1, 2]));

        Assert.Equal("answers.about", await Refused(one, $$"""{ "budget": 1, "about": "{{hidden.Id}}" }"""));
        Assert.Equal("answers.offer", await Refused(one, $$"""{ "budget": 1, "offer": "{{file.Id}}" }"""));

        async Task<string> Ask2()
        {
            await world.Runtime.Start("asking", []);
            await world.Pass(TimeSpan.Zero);
            return world.Tasks("rep").Last(task => task.Title == "要点").Id;
        }
    }

    [Fact]
    public async Task Skipped_it_asks_for_nothing_and_former_answers_do_not_go_on()
    {
        var id = await Ask();
        await Answer(id, null, WorkTaskStatus.Skipped);
        Assert.Equal(["nothing / null"], world.OpenTitles("manager"));
        Assert.Null(world.Read(database => database.Tasks.Find(id)!).Answers);
    }

    [Fact]
    public async Task Answered_while_the_workflow_was_elsewhere_it_counts_as_well()
    {
        var id = await Ask();
        await world.Pass(TimeSpan.FromDays(2.5));
        Assert.True(world.OpenTask("要点").IsOverdue);

        await Answer(id, """{ "budget": "12 CNY", "deadline": "2026-04-01" }""");
        await world.Pass(TimeSpan.FromDays(1));

        Assert.Equal(["12 / 2026-04-01"], world.OpenTitles("manager"));
    }

    [Fact]
    public async Task Of_the_files_only_what_an_answer_names_stays()
    {
        var id = await Ask();
        var kept = await world.Do("rep", change => AttachFile.Apply(change, id, "C:\\offers\\offer.pdf", [1, 2, 3]));
        await world.Do("rep", change => AttachFile.Apply(change, id, "draft.docx", [1]));
        foreach (var (name, size) in new[] { ("run.exe", 1), ("page.html", 1), ("noname", 1), ("", 1), ("empty.pdf", 0), ("big.pdf", 10_000_001) })
            await Assert.ThrowsAsync<RefusalException>(() => world.Do("rep", change => AttachFile.Apply(change, id, name, new byte[size])));
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("other-rep", change => AttachFile.Apply(change, id, "mine.pdf", [1])))).Kind);

        var task = await Answer(id, $$"""{ "budget": 1, "offer": "{{kept.Id}}" }""");

        Assert.Equal("""{"id":"ID","name":"offer.pdf"}""", Json.Write(task.Answers!["offer"]).Replace(kept.Id, "ID"));
        Assert.Equal([kept.Id], world.Read(database => database.Files.Select(file => file.Id).ToList()));
        Assert.Equal([kept.Id], world.Read(database => database.FileContents.Select(file => file.Id).ToList()));
    }

    [Fact]
    public async Task Whoever_is_asked_reads_what_for_and_comes_to_the_form()
    {
        var id = await Ask();
        var matter = world.Read(database => TaskMatters.Of(database, database.Users.ToList()).First(matter => matter.Key == $"task:{id}"));
        Assert.Equal($"/tasks/{id}", matter.Address);
        Assert.Contains("请填写 · To fill in: 预算 · Budget", matter.Facts);
        Assert.Equal(MatterKind.Task, matter.Kind);
    }

    [Fact]
    public async Task A_form_that_is_made_at_run_time_is_looked_at_then_and_the_form_of_a_task_stays_as_it_was_given()
    {
        var model = Flowchart([Step("ThreeStep.AssignTask", "ask", ("title", Literal("x")), ("assignee", Literal("rep")),
            ("form", Js("getInput('Fields')"))), Line("on")], "ask:Done -> on", "ask:Skipped -> on");
        (model["definitionId"], model["inputs"]) = ("asking", JsonNode.Parse("""[{ "name": "Fields", "type": "Object" }]"""));
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors);

        await world.Runtime.Start("asking", new Dictionary<string, JsonNode?> { ["Fields"] = JsonNode.Parse("""[{ "key": "a", "kind": "Hat" }]""") });
        await world.Runtime.Start("asking", new Dictionary<string, JsonNode?> { ["Fields"] = JsonNode.Parse("""[{ "key": "a", "kind": "YesNo" }]""") });
        await world.Pass(TimeSpan.Zero);

        Assert.Equal(1, world.Incidents());
        var task = world.OpenTask("x");
        Assert.Equal(("a", TaskFieldKind.YesNo), (task.Form!.Single().Key, task.Form!.Single().Kind));
        Assert.Equal("answers.a", await Refused(task.Id, """{ "a": "perhaps" }"""));
        await Answer(task.Id, """{ "a": false }""");
    }

    /// <summary>One for each field that may be taken.</summary>
    static readonly string?[] Fitting = ["5 CNY", "2026-03-02", "yes", "own", "manager", null, "7", "because", null];

    static readonly Gen<JsonNode?> Values = Gen.Int[0, 17].Select(kind => kind switch
    {
        0 => null,
        1 => (JsonNode?)JsonValue.Create(""),
        2 => JsonValue.Create(-1),
        3 => JsonValue.Create(5),
        4 => JsonValue.Create(1e300),
        5 => JsonValue.Create(0.12345m),
        6 => JsonValue.Create("2026-03-02"),
        7 => JsonValue.Create("2026-02-30"),
        8 => JsonValue.Create("1999-12-31"),
        9 => JsonValue.Create(true),
        10 => JsonValue.Create("own"),
        11 => JsonValue.Create("manager"),
        12 => JsonValue.Create("x\u202E\u0000"),
        13 => JsonValue.Create(new string('x', 41)),
        14 => new JsonArray(1, 2),
        15 => JsonNode.Parse("""{ "amount": 3, "currency": "EUR" }"""),
        16 => JsonNode.Parse("""{ "amount": "many", "currency": "XXX" }"""),
        _ => JsonNode.Parse("""{ "id": "a", "name": "b" }"""),
    });

    [Fact]
    public async Task No_answer_that_breaks_a_rule_is_ever_stored()
    {
        var form = TaskForm.Read(JsonNode.Parse(Form))!;
        var (taken, refused) = (0, 0);
        await Gen.Select(Values, Gen.Int[0, 5]).Array[form.Count].SampleAsync(async values =>
        {
            var id = Guid.NewGuid().ToString("N");
            await world.Change(change => change.Database.Tasks.Add(new WorkTask
            {
                Id = id,
                Kind = WorkTaskKind.Task,
                Title = "x",
                AssigneeId = "rep",
                Form = form,
                CreatedAt = change.Now,
            }));
            // Most fields hold what fits, or nothing; in the others anything stands.
            var given = new JsonObject(values.Select((value, index) => KeyValuePair.Create(form[index].Key,
                value.Item2 == 0 ? value.Item1?.DeepClone() : value.Item2 == 1 && index > 0 ? null : Fitting[index])));
            try
            {
                await world.Do("rep", change => AnswerTask.Apply(change, id, WorkTaskStatus.Done, null, "rep", given));
                taken++;
            }
            catch (RefusalException refusal)
            {
                Assert.NotEmpty(refusal.Mistakes);
                refused++;
            }
            Holds(world.Read(database => database.Tasks.Find(id)!));
        }, iter: 150, threads: 1);
        Assert.True(taken > 5 && refused > 5, $"{taken} taken, {refused} refused");
    }

    /// <summary>Written without the rules: what a reader of the answers may count on.</summary>
    static void Holds(WorkTask task)
    {
        if (task.Status == WorkTaskStatus.Open)
        {
            Assert.Null(task.Answers);
            return;
        }
        var answers = task.Answers!;
        Assert.True(answers.ContainsKey("budget"));
        foreach (var (key, value) in answers)
        {
            var isRight = key switch
            {
                "budget" => value!["amount"]!.GetValue<decimal>() is >= 0 and <= 900_000 && value["currency"]!.ToString().Length == 3,
                "deadline" => string.CompareOrdinal(value!.ToString(), "2026-03-02") >= 0 && value.ToString().Length == 10,
                "tender" => value!.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
                "platform" => value!.ToString() is "own" or "public" && answers["tender"]?.GetValue<bool>() == true,
                "decider" => value!.ToString() is "manager" or "director" or "head" or "finance",
                "seats" => value!.GetValue<decimal>() is >= 1 and <= 99 and var seats && seats == decimal.Truncate(seats),
                "why" => value!.ToString().Length <= 40 && !value.ToString().Any(char.IsControl),
                _ => false,
            };
            Assert.True(isRight, $"{key}: {Json.Write(value)}");
        }
    }
}
