using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Catalogue;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>Somebody who is asked answers.</summary>
/// <param name="Title">Part of the question's title; null where only one is open.</param>
public sealed record AnswerQuestion(string Person, string? Title, ApprovalDecision Decision, string? Comment) : Sentence
{
    const string Reason = "other";

    public override Task Play(ScenarioWorld world)
    {
        var (person, id) = (world.PersonId(Person), world.OpenQuestion(Title).Id);
        return world.Do(Person, change =>
            AnswerApproval.Apply(change, id, person, Decision, Comment, Decision == ApprovalDecision.Approve ? null : Reason));
    }
}

/// <summary>Whoever asked does not want it any more.</summary>
public sealed record TakeQuestionBack(string Person, string? Title, string Why) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var id = world.OpenQuestion(Title).Id;
        return world.Do(Person, change => WithdrawApproval.Apply(change, id, Why, change.By.UserId));
    }
}

/// <summary>Somebody asks for a yes by hand.</summary>
public sealed record AskForYes(string Person, ApprovalKind Kind, string Title, decimal Amount) : Sentence
{
    public override Task Play(ScenarioWorld world) =>
        world.Do(Person, change => AskByHand.Apply(change, new YesInput { Kind = Kind, Title = Title, Amount = Amount }));
}

/// <summary>Nobody has to answer a question now, or has had to over the whole story.</summary>
public sealed record NobodyAsked(bool Ever) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var asked = world.Questions().Where(request => Ever || request.Status == ApprovalStatus.Pending).ToList();
        if (asked.Count > 0) throw new ScenarioException($"Somebody is asked: {ScenarioWorld.Told(asked)}");
    }
}

/// <summary>An answer is waited for from somebody.</summary>
public sealed record IsAsked(string Person, string? Title, bool Expected) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var id = world.PersonId(Person);
        var isAsked = world.Questions().Exists(request => ScenarioWorld.Holds(request.Title, Title)
            && ApprovalRules.Waiting(request).Any(step => step.ApproverId == id));
        if (isAsked != Expected) throw new ScenarioException($"The questions are: {ScenarioWorld.Told(world.Questions())}");
    }
}

/// <summary>What became of a question; of several the last.</summary>
public sealed record QuestionIs(string? Title, ApprovalStatus Status) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var found = world.Questions().FindLast(request => ScenarioWorld.Holds(request.Title, Title));
        if (found?.Status != Status) throw new ScenarioException($"The questions are: {ScenarioWorld.Told(world.Questions())}");
    }
}
