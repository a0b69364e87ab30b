using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Commands;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Activities;

/// <summary>
/// Asks those who must say yes to a deal's present terms, and waits. Within the rep's own authority it is approved at once. Approvers are
/// reminded at 50 % and 80 % of their time, a substitute is added at 100 %, the next level at 150 %; time alone never approves.
/// </summary>
[Activity("ThreeStep", "Sales", "Ask those who must say yes to the deal's terms, and wait for their answer.", DisplayName = "Request approval", Outcomes = ["Approved", "Rejected", "Returned", "Withdrawn"], Icon = "fact_check", Color = "#6a1b9a", Waits = true)]
public sealed class RequestApproval : OrderActivity
{
    static readonly (string Purpose, double Share)[] Moments = [("remind", 0.5), ("remind-again", 0.8), ("substitute", 1.0), ("next-level", 1.5)];

    [Input("The deal whose terms are to be approved.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("What the approvers read first. Blank: the deal's name.")] public Input<string> Title { get; } = new();
    [Input("The approval table: a list of {upToPercent, positions, mode, hours}. Blank: the rules' own.", UiHint = "multiline", TypeName = "Object")] public Input<JsonNode> Tiers { get; } = new();
    [Input("From this amount on it goes one tier up. Blank: the company's.", DisplayName = "Large amount")] public Input<decimal?> LargeAmount { get; } = new();
    [Input("Count working hours only.", DisplayName = "In working time", UiHint = "checkbox")] public Input<bool> InWorkingTime { get; } = new();
    [Output("The id of the request; empty when nobody had to be asked.")] public Output<string> RequestId { get; } = new();
    [Output("Approved, Rejected, Returned or Withdrawn.")] public Output<string> Decision { get; } = new();
    [Output("What the last one to answer wrote.")] public Output<string> Comment { get; } = new();
    [Output("Who answered last.")] public Output<string> DecidedBy { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (DealId.Expression is null) yield return Finding.Error(Node, OrderFindings.Missing, nameof(DealId));
        foreach (var answer in (string[])["Approved", "Rejected"])
            if (!LeadsOn(answer)) yield return Finding.Error(Node, OrderFindings.ApprovalWithoutAnswer, answer);
        foreach (var answer in (string[])["Returned", "Withdrawn"])
            if (!LeadsOn(answer)) yield return Finding.Warning(Node, OrderFindings.ApprovalWithoutAnswer, answer);
    }

    public override void Execute(ActivityContext context)
    {
        var deal = RequiredDeal(context, DealId);
        var large = context.Get(LargeAmount) ?? context.ReadRecord<Company>("Company", Company.TheId)?.LargeDealAmount ?? 1_000_000m;
        var (tier, rule) = ApprovalRules.TierOf(deal, ReadTiers(context), large);
        if (tier.Positions.Count == 0)
        {
            Finish(context, nameof(ApprovalStatus.Approved), null, deal.OwnerId, deal);
            return;
        }
        var approvers = ApprovalRules.Approvers(tier, deal.OwnerId, ManagersOf(context, deal.OwnerId), position => Users(context, "UsersByPosition", position), role => Users(context, "UsersByRole", role.ToString()));
        if (approvers.Count == 0) throw new InvalidOperationException($"Nobody can approve this ({rule}): there is no {string.Join(" or ", tier.Positions)}, and no manager but the owner.");
        Ask(context, deal, tier, rule, approvers);
    }

    void Ask(ActivityContext context, Deal deal, ApprovalTier tier, string rule, IReadOnlyList<User> approvers)
    {
        var requestId = context.NewId();
        context.Set(RequestId, requestId);
        var bookmark = context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, requestId), new JsonObject { ["requestId"] = requestId });
        var due = Due(context, TimeSpan.FromHours(tier.Hours), context.Get(InWorkingTime));
        if (due is { } limit)
            foreach (var (purpose, share) in Moments) context.WaitUntil(context.Now + (limit - context.Now) * share, purpose);
        context.Execution.Properties["dealId"] = deal.Id;
        context.Execution.Properties["terms"] = new JsonObject { ["amount"] = deal.Amount, ["discountPercent"] = deal.DiscountPercent };
        context.Emit(new RequestApprovalCommand(new ApprovalRequest
        {
            Id = requestId,
            Title = Text(context, Title) ?? deal.Name,
            DealId = deal.Id,
            AccountId = deal.AccountId,
            RequestedById = deal.OwnerId,
            Amount = deal.Amount,
            Currency = deal.Currency,
            DiscountPercent = deal.DiscountPercent,
            Rule = rule,
            Mode = tier.Mode,
            RequiredApprovals = approvers.Count,
            CreatedAt = context.Now,
            DueAt = due,
            InstanceId = context.Instance.Id,
            BookmarkId = bookmark.Id,
            Steps = approvers.Select((approver, index) => new ApprovalStep { Id = context.NewId(), RequestId = requestId, Order = index + 1, ApproverId = approver.Id }).ToList(),
        }));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        if (bookmark.Purpose is { } purpose) Urge(context, purpose);
        else Finish(context, payload?["decision"]?.ToString() ?? nameof(ApprovalStatus.Withdrawn), payload?["comment"]?.ToString(), payload?["by"]?.ToString(), null);
    }

    /// <summary>Time goes by without an answer: remind, then bring in somebody else. The wait itself goes on.</summary>
    void Urge(ActivityContext context, string purpose)
    {
        var request = context.ReadRecord<ApprovalRequest>("Approval", OpenRequest(context) ?? "");
        if (request is not { Status: ApprovalStatus.Pending }) return;
        foreach (var step in request.Steps.Where(step => step.Decision is null))
        {
            if (purpose is "remind" or "remind-again") RemindApprover(context, request, step.ApproverId, purpose);
            else if (NextAbove(context, request, step.ApproverId, purpose == "next-level" ? 2 : 1) is { } other) context.Emit(new AddApprover(request.Id, context.NewId(), other));
        }
    }

    void RemindApprover(ActivityContext context, ApprovalRequest request, string approverId, string purpose) => context.Emit(new CreateTask(new WorkTask
    {
        Id = context.NewId(),
        Kind = WorkTaskKind.Reminder,
        Title = $"审批等待中 · Approval is waiting: {request.Title}",
        AssigneeId = approverId,
        AccountId = request.AccountId,
        DealId = request.DealId,
        CreatedAt = context.Now,
        DueAt = request.DueAt,
        Reason = purpose == "remind" ? "审批时限已过 50% · Half of the time to answer is over" : "审批时限已过 80% · 80 % of the time to answer is over",
        InstanceId = context.Instance.Id,
        DefinitionId = context.Instance.DefinitionId,
        ActivityId = Node.Id,
    }));

    static string? NextAbove(ActivityContext context, ApprovalRequest request, string approverId, int level)
    {
        var above = ManagersOf(context, approverId).Where(user => user.Id != request.RequestedById && request.Steps.TrueForAll(step => step.ApproverId != user.Id)).ToList();
        if (above.Count > 0) return above[Math.Min(level, above.Count) - 1].Id;
        return Users(context, "UsersByRole", nameof(Role.Manager)).FirstOrDefault(user => user.Id != request.RequestedById && request.Steps.TrueForAll(step => step.ApproverId != user.Id))?.Id;
    }

    void Finish(ActivityContext context, string decision, string? comment, string? by, Deal? ownAuthority)
    {
        context.Set(Decision, decision);
        context.Set(Comment, comment);
        context.Set(DecidedBy, by);
        if (decision == nameof(ApprovalStatus.Approved)) RememberTerms(context, ownAuthority);
        context.Complete(decision);
    }

    /// <summary>What was said yes to is what was asked, not what the deal may have become meanwhile.</summary>
    static void RememberTerms(ActivityContext context, Deal? ownAuthority)
    {
        var dealId = ownAuthority?.Id ?? context.Execution.Properties.Text("dealId");
        var terms = context.Execution.Properties.Object("terms");
        if (dealId is null) return;
        context.Emit(new UpdateRecordCommand("Deal", dealId, new JsonObject
        {
            ["approvedAmount"] = ownAuthority?.Amount ?? terms?["amount"]?.DeepClone(),
            ["approvedDiscountPercent"] = ownAuthority?.DiscountPercent ?? terms?["discountPercent"]?.DeepClone(),
        }));
    }

    public override void Cancel(ActivityContext context)
    {
        if (OpenRequest(context) is { } requestId) context.Emit(new WithdrawApproval(requestId));
    }

    static string? OpenRequest(ActivityContext context) =>
        context.Instance.Bookmarks.Find(bookmark => bookmark.ExecutionId == context.Execution.Id && bookmark.Purpose is null)?.Payload?.Text("requestId");

    IReadOnlyList<ApprovalTier> ReadTiers(ActivityContext context)
    {
        var source = ValueConversion.ToNamedType(context.Get(Tiers), "Object");
        if (source is null) return ApprovalTier.Defaults;
        try
        {
            return source.Deserialize<List<ApprovalTier>>(Json.Options) is { Count: > 0 } tiers && tiers.TrueForAll(tier => tier.Positions is not null)
                ? tiers : throw new InvalidOperationException("The approval table is empty or has a line without positions.");
        }
        catch (JsonException error)
        {
            throw new InvalidOperationException($"The approval table cannot be read: {error.Message}", error);
        }
    }

    static IReadOnlyList<User> Users(ActivityContext context, string kind, string id) => context.ReadRecord<List<User>>(kind, id) ?? [];
}
