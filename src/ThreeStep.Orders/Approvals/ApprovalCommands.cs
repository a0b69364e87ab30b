using System.Text;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Approvals;

/// <summary>A workflow asks for a yes.</summary>
/// <param name="Document">What the approvers should read; null without one.</param>
public sealed record RequestApprovalCommand(ApprovalRequest Request, GivenDocument? Document = null) : Command;

/// <summary>A document that a workflow writes itself.</summary>
public sealed record GivenDocument(string Name, string Text);

/// <summary>The workflow no longer waits for the answer.</summary>
/// <param name="Why">What the person said who cancelled the workflow; null where it went on by itself.</param>
public sealed record WithdrawApprovalCommand(string RequestId, string? Why, string? ByUserId) : Command;

/// <summary>Part of the time to answer is over: said on the approval's card.</summary>
public sealed record RemindApproverCommand(string RequestId, string StepId) : Command;

/// <summary>One more person may answer a pending approval: a substitute or the next level.</summary>
/// <param name="ForStepId">The step whose answer theirs counts for.</param>
public sealed record AddApproverCommand(string RequestId, string StepId, string ApproverId, string? ForStepId = null) : Command;

/// <summary>The terms lie within what their owner may decide alone.</summary>
public sealed record RecordOwnAuthorityCommand(string DealId, Terms Terms, string Rule) : Command;

/// <summary>What workflows ask of approvals. A question that is closed already stays so: a person was faster.</summary>
static class ApprovalCommands
{
    /// <exception cref="StaleBurstException">The terms have changed since they were read, or the same is asked already.</exception>
    public static void Request(Change change, RequestApprovalCommand command)
    {
        var request = command.Request;
        var subject = AnswerApproval.SubjectOf(change, request);
        if (subject is { IsOpen: false }) throw new StaleBurstException("It is over: nobody needs to be asked.");
        if (subject is not null && subject.Terms != request.Terms) throw new StaleBurstException("The terms have changed since they were read.");
        if (request.DealId is not null && OpenQuestions.Of(change, request.DealId).Exists(open => open.Terms == request.Terms))
            throw new StaleBurstException("The same is asked already.");
        if (request.Kind != ApprovalKind.Deal) RefuseOdd(request);
        request.Facts = ApprovalFact.Checked(request.Facts.Select(fact => KeyValuePair.Create(fact.Name, (string?)fact.Text)));
        if (request.Kind == ApprovalKind.CampaignBudget) RefuseStale(change, request);
        change.Database.Approvals.Add(request);
        StartClock(change, request);
        ApprovalEvent.Note(change, request, ApprovalEventKind.Asked, request.Rule, to: request.Steps.Select(step => step.ApproverId));
        if (command.Document is { } document) AttachDocument.Add(change, request, document.Name, Encoding.UTF8.GetBytes(document.Text));
        if (subject is not null) OpenQuestions.Hold(change, subject);
    }

    /// <summary>What a workflow reckons or is given is no better checked than what people type.</summary>
    static void RefuseOdd(ApprovalRequest request)
    {
        TextField.Required(request.Title, "title", "Nothing is asked for. Give a title.", TextField.LongestLine);
        NumberField.Amount(request.Amount, "amount");
        CurrencyField.Required(request.Currency, "currency");
    }

    /// <summary>A campaign has one budget, and one question about it.</summary>
    static void RefuseStale(Change change, ApprovalRequest request)
    {
        if (ApprovalSubject.Read(request.Subject)?.Get(change, "budget") is not decimal budget || budget != request.Amount)
            throw new StaleBurstException("The budget has changed since it was read.");
        if (change.Database.Approvals.Any(open => open.Subject == request.Subject && open.Kind == ApprovalKind.CampaignBudget
            && open.Status == ApprovalStatus.Pending)) throw new StaleBurstException("The same is asked already.");
    }

    /// <summary>Only what is asked of the approvers pauses it: a customer who is waited for at the deal does not.</summary>
    static void StartClock(Change change, ApprovalRequest request)
    {
        if (request.Counted is null) return;
        var clock = new SlaClock
        {
            Id = request.Id,
            Kind = ClockKind.Approval,
            Name = request.Title,
            Counted = request.Counted,
            InstanceId = request.InstanceId,
        };
        SlaClocks.Start(change, clock);
    }

    public static void Remind(Change change, RemindApproverCommand command)
    {
        var request = AnswerApproval.Find(change, command.RequestId);
        if (request.Status == ApprovalStatus.Pending && request.Steps.Find(step => step.Id == command.StepId) is { Decision: null } step)
        {
            step.RemindedAt = change.Now;
            ApprovalEvent.Note(change, request, ApprovalEventKind.Reminded, null, step.ApproverId);
        }
    }

    public static void AddApprover(Change change, AddApproverCommand command)
    {
        var request = AnswerApproval.Find(change, command.RequestId);
        if (request.Status != ApprovalStatus.Pending || ApprovalRules.HasPart(request, command.ApproverId)) return;
        var step = new ApprovalStep
        {
            Id = command.StepId,
            RequestId = command.RequestId,
            Order = request.Steps.Count + 1,
            ApproverId = command.ApproverId,
            Place = command.ForStepId is null ? StepPlace.Asked : StepPlace.Instead,
            OfStepId = command.ForStepId,
        };
        request.Steps.Add(step);
        change.Database.Entry(step).State = EntityState.Added;
        var slow = request.Steps.Find(other => other.Id == command.ForStepId)?.ApproverId;
        ApprovalEvent.Note(change, request, ApprovalEventKind.BroughtIn, null, slow, [command.ApproverId]);
    }

    /// <exception cref="StaleBurstException">The terms have changed since they were read.</exception>
    public static void RecordOwnAuthority(Change change, RecordOwnAuthorityCommand command)
    {
        if (change.Kinds.Find("Deal")?.Find(change.Database, command.DealId) is not IApprovalSubject subject) return;
        if (subject.Terms != command.Terms) throw new StaleBurstException("The terms have changed since they were read.");
        // What the rule of a drawn table allows counts only as far as every table in force allows it.
        if (ApprovalStanding.Of(subject, change.Database, change.Definitions) is { IsCovered: false, OwnRule: not null })
            subject.Approved = new ApprovedTerms(command.Terms, subject.OwnerId, change.Now, command.Rule, null);
        OpenQuestions.Hold(change, subject);
    }
}
