using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>
/// Every sentence that stories are made of: a closed list. The first form that fits is the one; docs/scenarios.md explains each.
/// </summary>
public static class SentenceForms
{
    public static readonly IReadOnlyList<SentenceForm> All =
    [
        .. When(),
        .. Then(),
    ];

    /// <exception cref="ScenarioException">It is none of the sentences, or a word in it cannot be read.</exception>
    public static Sentence Read(string text, StoryPart part)
    {
        try
        {
            foreach (var form in All.Where(form => form.Part == part))
                if (form.Read(text) is { } sentence) return sentence;
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw new ScenarioException("This sentence is too tangled to be read. Write it more simply.");
        }
        if (All.Any(form => form.Part != part && form.Read(text) is not null))
            throw part == StoryPart.When ? new ScenarioException("This says what is expected: it stands under “then”.")
                : new ScenarioException("This says what happens: it stands under “when”.");
        throw new ScenarioException($"No sentence is written like this. Similar is: {Similar(text, part)}.");
    }

    /// <summary>The form that shares the most words with a text.</summary>
    static string Similar(string text, StoryPart part)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return All.Where(form => form.Part == part).SelectMany(form => form.Templates)
            .MaxBy(template => words.Count(word => word.Length > 1 && template.Contains(word, StringComparison.OrdinalIgnoreCase))
                + template.Count(letter => letter > 0x2E80 && text.Contains(letter)))!;
    }

    static SentenceForm When(string english, string[] chinese, Func<Words, Sentence> make) => new(StoryPart.When, [english, .. chinese], make);

    static SentenceForm Then(string english, string[] chinese, Func<Words, Sentence> make) => new(StoryPart.Then, [english, .. chinese], make);

    static IEnumerable<SentenceForm> When() =>
    [
        When("it is refused that {sentence:fields}", ["被拒绝：{sentence:fields}", "不允许 {sentence:fields}"],
            words => new Refused(Read(words["sentence"], StoryPart.When))),
        When("at once {sentences:fields}", ["同时 {sentences:fields}"], words => AtOnce.Read(words["sentences"])),
        When("{span} pass/passes", ["过了 {span}", "过 {span}"], words => new TimePasses(words.Span("span"))),
        When("it is {moment}", ["到了 {moment}"], words => new ItIs(words.Moment("moment")!.Value)),
        When("the workflow {id:word} starts[ for {record}][ with {fields}]", ["流程 {id:word} 启动[，关于 {record}][，{fields}]"],
            words => new StartWorkflow(words["id"], words.Find("record"), words.Fields("fields"))),
        When("the event {name:text} comes[ for {record}][ with {fields}]", ["事件 {name:text} 发生[，关于 {record}][，{fields}]"],
            words => new EventComes(words["name"], words.Find("record"), words.Fields("fields"))),
        When("the workflow {id:word}[ for {record}] is cancelled[ because {reason:text}]",
            ["流程 {id:word}[，关于 {record}，] 被取消[，因为 {reason:text}]"],
            words => new CancelWorkflow(words["id"], words.Find("record"), words.Find("reason"))),
        When("the customer of {record} answers[, saying {note:text}]", ["{record} 的客户来消息[，说 {note:text}]"],
            words => new CustomerAnswers(words["record"], words.Find("note"))),
        // A text may hold quotes, so what says more stands before what says less.
        When("{person} completes {text} with the note {note:text}", ["{person} 完成 {text}，备注 {note:text}"],
            words => new CompleteTask(words["person"], words["text"], WorkTaskStatus.Done, words.Find("note"))),
        When("{person} completes {text} with {fields}[, noting {note:text}]", ["{person} 完成 {text}，填写 {fields}[，并说 {note:text}]"],
            words => new CompleteTask(words["person"], words["text"], WorkTaskStatus.Done, words.Find("note"), words.Fields("fields"))),
        When("{person} completes {text}", ["{person} 完成 {text}"],
            words => new CompleteTask(words["person"], words["text"], WorkTaskStatus.Done, null)),
        When("{person} skips {text}[ because {note:text}]", ["{person} 跳过 {text}[，因为 {note:text}]"],
            words => new CompleteTask(words["person"], words["text"], WorkTaskStatus.Skipped, words.Find("note"))),
        When("{person} hands {text} over to {to:person}", ["{person} 把 {text} 交给 {to:person}"],
            words => new HandTaskOver(words["person"], words["text"], words["to"])),
        When("{person} says yes[ to {text}][, saying {comment:text}]", ["{person} 同意[ {text}][，说 {comment:text}]"],
            words => new AnswerQuestion(words["person"], words.Find("text"), ApprovalDecision.Approve, words.Find("comment"))),
        When("{person} says no[ to {text}] because {comment:text}", ["{person} 拒绝[ {text}]，因为 {comment:text}"],
            words => new AnswerQuestion(words["person"], words.Find("text"), ApprovalDecision.Reject, words["comment"])),
        When("{person} sends back[ {text}] because {comment:text}", ["{person} 退回[ {text}]，因为 {comment:text}"],
            words => new AnswerQuestion(words["person"], words.Find("text"), ApprovalDecision.Return, words["comment"])),
        When("{person} takes the question back[ {text}] because {comment:text}", ["{person} 撤回[ {text}]，因为 {comment:text}"],
            words => new TakeQuestionBack(words["person"], words.Find("text"), words["comment"])),
        When("{person} asks for a yes to a {kind:word} {text} of {amount:number}", ["{person} 请求审批 {kind:word} {text} 金额 {amount:number}"],
            words => new AskForYes(words["person"], words.One<ApprovalKind>("kind"), words["text"], words.Number("amount"))),
        When("{person} records a {kind:word} about {record}[, saying {note:text}][, next {step:text} on {day:moment}]",
            ["{person} 记录 {kind:word} 关于 {record}[，说 {note:text}][，下一步 {step:text} 在 {day:moment}]"],
            words => new LogInteraction(words["person"], words.One<InteractionKind>("kind"), words["record"], words.Find("note"), words.Find("step"),
                words.Moment("day"))),
        When("{person} moves {record} to {stage:word}[ because {reason:text}]", ["{person} 把 {record} 移到 {stage:word}[，因为 {reason:text}]"],
            words => new MoveStage(words["person"], words["record"], words.One<Stage>("stage"), words.Find("reason"))),
        When("{person} changes {record}, {fields}", ["{person} 修改 {record}，{fields}"],
            words => new ChangeRecord(words["person"], words["record"], words.Fields("fields"))),
        When("{person} adds a {kind:records} {text}[ with {fields}]", ["{person} 新建 {kind:records} {text}[，{fields}]"],
            words => new AddRecord(words["person"], words.RecordKind("kind"), words["text"], words.Fields("fields"))),
        When("{person} accepts {record}", ["{person} 接收 {record}"], words => new AnswerTheLead(words["person"], words["record"], null)),
        When("{person} returns {record} because {reason:text}", ["{person} 退还 {record}，因为 {reason:text}"],
            words => new AnswerTheLead(words["person"], words["record"], words["reason"])),
        When("{person} starts {record}", ["{person} 启动 {record}"], words => new BeginCampaign(words["person"], words["record"])),
        When("{person} is away from {from:moment} to {to:moment}[ and {substitute:person} stands in]",
            ["{person} 请假 {from:moment} 到 {to:moment}[，由 {substitute:person} 代班]"],
            words => new GoAway(words["person"], words.Moment("from")!.Value, words.Moment("to")!.Value, words.Find("substitute"))),
        When("{record} has become {fields}", ["{record} 已变为 {fields}"], words => new RecordBecomes(words["record"], words.Fields("fields"))),
    ];

    static IEnumerable<SentenceForm> Then() =>
    [
        Then("anybody in {role:word} has {count} {kind:tasks}[ {text}][ due {due:moment}]",
            ["{role:word} 组有 {count} {kind:tasks}[ {text}][，截止 {due:moment}]", "{role:word} 组没有 {kind:tasks}[ {text}]"],
            words => new RoleHasTasks(words.One<People.Role>("role"), words.Count("count"), words.TaskKind("kind"), words.Find("text"),
                words.Moment("due"))),
        Then("{person} has {count} {kind:tasks}[ {text}][ due {due:moment}]",
            ["{person} 有 {count} {kind:tasks}[ {text}][，截止 {due:moment}]", "{person} 没有 {kind:tasks}[ {text}]"],
            words => new HasTasks(words["person"], words.Count("count"), words.TaskKind("kind"), words.Find("text"), words.Moment("due"))),
        Then("{person} has had {count} {kind:tasks}[ {text}]", ["{person} 先后有 {count} {kind:tasks}[ {text}]"],
            words => new HasHadTasks(words["person"], words.Count("count"), words.TaskKind("kind"), words.Find("text"))),
        Then("{person} is told {text}", ["{person} 收到通知 {text}"], words => new IsTold(words["person"], words["text"])),
        Then("nobody was asked", ["没有问过任何人", "从未请求审批"], _ => new NobodyAsked(Ever: true)),
        Then("nobody is asked", ["没有待审批", "没有人被请求审批"], _ => new NobodyAsked(Ever: false)),
        Then("{person} is not asked[ about {text}]", ["{person} 没有待审批[ {text}]"], words => new IsAsked(words["person"], words.Find("text"), false)),
        Then("{person} is asked[ about {text}]", ["{person} 被请求审批[ {text}]"], words => new IsAsked(words["person"], words.Find("text"), true)),
        Then("the question[ {text}] is {status:word}", ["审批[ {text}] {status:word}"],
            words => new QuestionIs(words.Find("text"), words.One<ApprovalStatus>("status"))),
        Then("the output {name:word} of the workflow {id:word}[ for {record}] is {value}",
            ["流程 {id:word}[，关于 {record}，] 的输出 {name:word} 是 {value}"],
            words => new OutputIs(words["id"], words.Find("record"), words["name"], words["value"])),
        Then("the workflow {id:word}[ for {record}] stands at {text}", ["流程 {id:word}[，关于 {record}，] 停在 {text}"],
            words => new StandsAt(words["id"], words.Find("record"), words["text"])),
        Then("the workflow {id:word}[ for {record}] has finished", ["流程 {id:word}[，关于 {record}，] 已结束"],
            words => new WorkflowIs(words["id"], words.Find("record"), WorkflowState.Finished)),
        Then("the workflow {id:word}[ for {record}] goes on", ["流程 {id:word}[，关于 {record}，] 还在进行"],
            words => new WorkflowIs(words["id"], words.Find("record"), WorkflowState.Running)),
        Then("the workflow {id:word}[ for {record}] was cancelled", ["流程 {id:word}[，关于 {record}，] 已取消"],
            words => new WorkflowIs(words["id"], words.Find("record"), WorkflowState.Cancelled)),
        Then("the workflow {id:word}[ for {record}] has not started", ["流程 {id:word}[，关于 {record}，] 没有启动"],
            words => new WorkflowIs(words["id"], words.Find("record"), WorkflowState.NotStarted)),
        Then("the workflow {id:word}[ for {record}] has failed[ with {text}]", ["流程 {id:word}[，关于 {record}，] 出错[ {text}]"],
            words => new HasFailed(words["id"], words.Find("record"), words.Find("text"))),
        Then("no step has failed", ["没有步骤出错"], _ => new NothingHasFailed()),
        Then("the {field:word} of {record} is {value}", ["{record} 的 {field:word} 是 {value}"],
            words => new FieldIs(words["record"], words["field"], words["value"])),
        Then("there is/are {count} {kind:records}[ {text}]", ["有 {count} {kind:records}[ {text}]", "没有 {kind:records}[ {text}]"],
            words => new ThereAre(words.Count("count"), words.RecordKind("kind"), words.Find("text"))),
        Then("a {channel:word} is sent to {to:text}[ about {text}]", ["向 {to:text} 发出 {channel:word}[ {text}]"],
            words => new IsSent(words["channel"], words["to"], words.Find("text"))),
    ];
}
