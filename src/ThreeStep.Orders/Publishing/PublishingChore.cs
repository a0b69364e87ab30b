using Microsoft.Extensions.Logging;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Publishing;

/// <summary>
/// Publishes what a second person has agreed to, by whichever way they answered. What is open stands in the database, so a crash between the yes and
/// the publishing leaves it to the next start.
/// </summary>
public sealed class PublishingChore(OrderRecords records, DefinitionStore definitions, ProcessStore store, WorkflowRuntime runtime,
    TimeProvider clock, ILogger<PublishingChore> log) : ChangeChore(runtime, clock)
{
    protected override bool Concerns(object changed) =>
        changed is ApprovalRequest { Kind: ApprovalKind.Publishing, Status: not ApprovalStatus.Pending };

    protected override async Task DoAll(CancellationToken stopping)
    {
        foreach (var (question, isYes) in Answered())
            if (!isYes) await records.Record(Actor.Server, change => Close(change, question.Id, null));
            else await Publish(question);
    }

    List<(PublishingQuestion Question, bool IsYes)> Answered()
    {
        using var database = store.Query();
        return database.PublishingQuestions.Where(question => question.ClosedAt == null).OrderBy(question => question.AskedAt).ToList()
            .Select(question => (Question: question, Asked: PublishingRule.QuestionOf(database, question.Id)))
            .Where(pair => pair.Asked is { Status: not ApprovalStatus.Pending })
            .Select(pair => (pair.Question, PublishingRule.HasYes(database, pair.Question, pair.Asked!))).ToList();
    }

    async Task Publish(PublishingQuestion question)
    {
        Message? why = null;
        try
        {
            var saved = await definitions.Publish(question.DefinitionId, question.AskedById, question.Revision);
            if (saved is null) why = "The workflow is not there any more.";
            else if (saved.Errors.FirstOrDefault() is { } error) why = error.Message;
            else if (saved.HeldBack is { } held) why = held;
        }
        catch (DefinitionRefusedException refused) { why = refused.Words; }
        catch (DefinitionConflictException) { why = "The draft was changed since the yes was said. Publish it again, to ask for this one."; }
        log.LogInformation("Published {DefinitionId} v{Version} with a second person's yes: {IsDone}", question.DefinitionId, question.Version,
            why is null);
        await records.Record(Actor.Server, change => Close(change, question.Id, why));
    }

    /// <param name="why">Why it was not published in spite of a yes, which its asker is told.</param>
    static bool Close(Change change, string id, Message? why)
    {
        var question = change.Database.PublishingQuestions.Find(id)!;
        question.ClosedAt ??= change.Now;
        if (why is not null && question.AskedById is { } asker)
            Notices.Notice.Add(change, asker, NoticeKind.NotPublished, $"{question.DefinitionId} v{question.Version}", why,
                $"/process/{Uri.EscapeDataString(question.DefinitionId)}");
        return true;
    }
}
