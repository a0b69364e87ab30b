using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Asks those who must say yes, and waits: to a deal's present terms by the company's matrix, to anything else by its amount. What a yes covers
/// already, or lies within one's own authority, is approved at once. Approvers are reminded at 50 % and 80 % of their time, a substitute is added at
/// 100 %, the next level at 150 %; time alone never
/// approves. Terms that change meanwhile are asked anew.
/// </summary>
[Activity("ThreeStep", "Sales", "Ask those who must say yes to a deal's terms or to anything else, and wait for their answer.",
    DisplayName = "Request approval", Outcomes = ["Approved", "Rejected", "Returned", "Withdrawn"],
    Icon = "fact_check", Color = "#6a1b9a", WaitsFor = WaitsFor.People)]
public sealed class RequestApproval : OrderActivity
{
    static readonly (string Purpose, double Share)[] Moments = [("remind", 0.5), ("remind-again", 0.8), ("substitute", 1.0), ("next-level", 1.5)];

    [Input("The deal whose terms are to be approved. Blank: something else is asked for.", DisplayName = "Deal id")]
    public Input<string> DealId { get; } = new();
    [Input("What the approvers read first. Blank: the name of the deal or campaign.")] public Input<string> Title { get; } = new();
    [Input("What else is asked for, without a deal.", UiHint = "dropdown")] public Input<ApprovalKind?> Kind { get; } = new();
    [Input("What that is about: a record, such as Campaign:ID. A campaign's budget is read from it.")] public Input<string> Subject { get; } = new();
    [Input("How much it is about.")] public Input<decimal?> Amount { get; } = new();
    [Input("The currency of the amount. Blank: the company's.")] public Input<string> Currency { get; } = new();
    [Input("Whose question it is; they may not answer it. Blank: the owner of the record.", DisplayName = "Requested by", UiHint = "dropdown",
        OptionsFrom = OptionSource.Users, Kind = typeof(PersonId))]
    public Input<string> RequestedBy { get; } = new();
    [Input("Who is asked without a deal: a list of {below, approvers, mode, within}. Blank: the manager, from a large amount on the one above.",
        DisplayName = "By amount", UiHint = "multiline", TypeName = "Object", Kind = typeof(TableByAmount))]
    public Input<JsonNode> ByAmount { get; } = new();
    [Input("What the approvers should know: an object with a text for each name.", UiHint = "multiline", TypeName = "Object")]
    public Input<JsonNode> Facts { get; } = new();
    [Input("A document for the approvers: an object with name and text.", UiHint = "multiline", TypeName = "Object")]
    public Input<JsonNode> Document { get; } = new();
    [Input("An approval table of its own: a list of {upToPercent, positions, mode, within}. Blank: the company's approval matrix.",
        UiHint = "multiline", TypeName = "Object", Kind = typeof(TableOfTiers))]
    public Input<JsonNode> Tiers { get; } = new();
    [Input("From this amount on a table of its own goes one tier up. Blank: the company's.", DisplayName = "Large amount")]
    public Input<decimal?> LargeAmount { get; } = new();
    [Input("Count working hours only.", DisplayName = "In working time", UiHint = "checkbox")] public Input<bool> InWorkingTime { get; } = new();
    [Output("The id of the request; empty when nobody had to be asked.")] public Output<string> RequestId { get; } = new();
    [Output("Approved, Rejected, Returned or Withdrawn.")] public Output<string> Decision { get; } = new();
    [Output("What the last one to answer wrote.")] public Output<string> Comment { get; } = new();
    [Output("Who answered last.")] public Output<string> DecidedBy { get; } = new();

    /// <summary>Whether it judges the terms of deals.</summary>
    public bool IsAboutDeals => !DealId.IsBlank;

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        foreach (var finding in IsAboutDeals ? CheckOfDeal() : CheckOfOther()) yield return finding;
        foreach (var answer in (string[])["Approved", "Rejected"])
            if (!LeadsOn(answer)) yield return Finding.Error(Node, OrderFindings.ApprovalWithoutAnswer, answer);
        foreach (var answer in (string[])["Returned", "Withdrawn"])
            if (!LeadsOn(answer)) yield return Finding.Warning(Node, OrderFindings.ApprovalWithoutAnswer, answer);
    }

    IEnumerable<Finding> CheckOfDeal()
    {
        foreach (var other in (Input[])[Subject, Amount, ByAmount])
            if (!other.IsBlank) yield return Finding.Warning(Node, OrderFindings.DealAndMore, other.Label);
    }

    IEnumerable<Finding> CheckOfOther()
    {
        var drawn = DrawnValue.TryOf(Kind.Expression, Node) is { IsKnown: true, Value: { } value } ? ValueConversion.AsText(value) : null;
        if (nameof(ApprovalKind.Deal).Equals(drawn, StringComparison.OrdinalIgnoreCase))
            yield return Finding.Error(Node, OrderFindings.DealWithoutId);
        else if (nameof(ApprovalKind.CampaignBudget).Equals(drawn, StringComparison.OrdinalIgnoreCase))
        {
            if (Subject.IsBlank) yield return Finding.Error(Node, OrderFindings.BudgetWithoutCampaign);
        }
        else if (Title.IsBlank && (drawn is not null || Kind.IsBlank || Subject.IsBlank))
            yield return Finding.Error(Node, OrderFindings.NothingAsked);
    }

    /// <summary>What the activity needs to know of the deal it asks about.</summary>
    sealed record Asked(
        string Id, string Name, string? AccountId, string? OwnerId, bool IsOpen, decimal Amount, string Currency, decimal DiscountPercent,
        int Years = 1, int PaymentDays = 0, int FreeServiceMonths = 0, string? ProductLine = null)
    {
        public Terms Terms => new(Amount, Currency, DiscountPercent, Years, PaymentDays, FreeServiceMonths, ProductLine);
    }

    sealed record Standing(bool IsCovered, Verdict? Needed);

    /// <summary>What the activity needs to know of any other record.</summary>
    sealed record About(string? Name, string? OwnerId, string? AccountId, decimal? Budget, string? Currency);

    /// <summary>What is asked for, and whose question it is.</summary>
    sealed record Question(ApprovalKind Kind, string Title, string? RequestedById, Terms Terms)
    {
        public string? DealId { get; init; }
        public string? Subject { get; init; }
        public string? AccountId { get; init; }
    }

    /// <summary>What bookmarks of those who wait for an answer to a request are found by.</summary>
    public static string HashOf(string requestId) => StimulusHash.Of("ThreeStep.RequestApproval", requestId);

    /// <summary>The table this goes by as it is drawn; null where only a running workflow can tell.</summary>
    /// <param name="matrix">The company's.</param>
    /// <param name="large">The company's limit.</param>
    public ApprovalMatrix? TableFor(ApprovalMatrix matrix, decimal large)
    {
        try
        {
            var (tiers, own) = (DrawnValue.Of(Tiers.Expression, Node), DrawnValue.Of(LargeAmount.Expression, Node));
            return tiers.IsKnown && own.IsKnown ? TableOf(tiers.Value, ValueConversion.To<decimal?>(own.Value), matrix, large) : null;
        }
        catch (Exception error) when (error is ExpressionException or ValueConversionException) { return null; }
    }

    /// <summary>A table of its own, or the company's.</summary>
    static ApprovalMatrix TableOf(JsonNode? tiers, decimal? ownLarge, ApprovalMatrix matrix, decimal large)
    {
        if (!ApprovalTable.IsBlank(tiers)) return new ApprovalTable(ApprovalTable.ReadTiers(tiers), ownLarge).AsMatrix(large);
        // Until a matrix was saved, the rules' own table goes by the limit that is drawn.
        return matrix.Version is null && ownLarge is { } limit ? ApprovalMatrix.Usual(limit) : matrix;
    }

    public override void Execute(ActivityContext context)
    {
        var (dealId, kind) = (Text(context, DealId), context.Get(Kind));
        if (dealId is not null && kind is not (null or ApprovalKind.Deal))
            throw new ExpressionException($"It names a deal, whose terms would be asked for, and {kind} as well. Leave out one of them.");
        if (dealId is not null) AskDeal(context, dealId);
        else if (kind is ApprovalKind.Deal || kind is null && IsAboutDeals) throw new ExpressionException(OrderFindings.DealWithoutId);
        else AskOther(context, kind ?? ApprovalKind.Other);
    }

    void AskDeal(ActivityContext context, string dealId)
    {
        var deal = context.ReadRecord<Asked>("Deal", dealId) ?? throw new ExpressionException($"There is no deal “{dealId}”.");
        var standing = context.ReadRecord<Standing>("ApprovalStanding", deal.Id);
        if (standing is { IsCovered: true })
        {
            Finish(context, nameof(ApprovalStatus.Approved), null, null);
            return;
        }
        if (!deal.IsOpen)
        {
            Finish(context, nameof(ApprovalStatus.Withdrawn), null, null);
            return;
        }
        var large = context.ReadRecord<Company>("Company", Company.TheId)?.LargeDealAmount ?? Company.UsualLargeDealAmount;
        var matrix = context.ReadRecord<ApprovalMatrix>("ApprovalMatrix", Company.TheId) ?? ApprovalMatrix.Usual(large);
        var verdict = TableOf(context.Get(Tiers), context.Get(LargeAmount), matrix, large).Ask(deal.Terms);
        // A table that is drawn here lets nobody off whom another one in force would ask.
        if (verdict.Asks.IsNobody && standing?.Needed is { } needed) verdict = needed;
        if (verdict.Asks.IsNobody)
        {
            context.Emit(new RecordOwnAuthorityCommand(deal.Id, deal.Terms, verdict.Rule));
            context.Set(RequestId, null);
            Finish(context, nameof(ApprovalStatus.Approved), null, deal.OwnerId);
            return;
        }
        // Asked already, by a step of another workflow that has gone on since: one question, however many wait for its answer.
        if (context.ReadRecord<ApprovalRequest>("OpenApproval", deal.Id) is { } open && open.Terms == deal.Terms)
        {
            Wait(context, open.Id, open.CreatedAt, open.DueAt is { } time ? new DueTime(time, open.Counted) : null);
            return;
        }
        var asked = Asking(context, verdict, deal.OwnerId);
        var positions = string.Join(" or ", verdict.Asks.Who.Select(approver => approver.Said(id => FindUser(context, id)?.Name ?? id)));
        if (asked.Count == 0)
            throw new ExpressionException($"Nobody can approve this ({verdict.Rule}): there is no {positions}, and no manager but the owner.");
        var question = new Question(ApprovalKind.Deal, Text(context, Title) ?? deal.Name, deal.OwnerId, deal.Terms);
        Ask(context, question with { DealId = deal.Id, AccountId = deal.AccountId }, verdict, asked);
    }

    /// <summary>Something that is not a deal's terms: a budget, a gift, a refund, a contract.</summary>
    void AskOther(ActivityContext context, ApprovalKind kind)
    {
        var subject = SubjectOf(context);
        var record = subject is null ? null : context.ReadRecord<About>(subject.Kind, subject.Id)
            ?? throw new ExpressionException($"There is no record “{subject}”.");
        var budgetOf = kind == ApprovalKind.CampaignBudget ? subject is { Kind: "Campaign" } ? record
            : throw new ExpressionException(OrderFindings.BudgetWithoutCampaign) : null;
        var company = context.ReadRecord<Company>("Company", Company.TheId);
        var currency = (budgetOf is null ? Text(context, Currency) : budgetOf.Currency) ?? company?.Currency ?? "CNY";
        var terms = new Terms((budgetOf is null ? context.Get(Amount) : budgetOf.Budget) ?? 0, currency.ToUpperInvariant(), 0);
        var owner = budgetOf is null ? Text(context, RequestedBy) ?? record?.OwnerId : budgetOf.OwnerId;
        var title = Text(context, Title) ?? budgetOf?.Name ?? throw new ExpressionException(OrderFindings.NothingAsked);
        if (budgetOf is not null && IsAskedAlready(context, subject!.Id, terms)) return;
        var table = AmountTable.Read(context.Get(ByAmount), company?.LargeDealAmount ?? Company.UsualLargeDealAmount);
        var verdict = AmountTable.Ask(table, terms);
        if (verdict.Asks.IsNobody)
        {
            context.Set(RequestId, null);
            Finish(context, nameof(ApprovalStatus.Approved), null, owner);
            return;
        }
        var asked = Asking(context, verdict, owner);
        if (asked.Count == 0) throw new ExpressionException($"Nobody can approve this ({verdict.Rule}): there is no manager but the one who asks.");
        Ask(context, new(kind, title, owner, terms)
        {
            Subject = subject?.ToString(),
            AccountId = subject is { Kind: "Account", Id: var account } ? account : record?.AccountId,
        }, verdict, asked);
    }

    ApprovalSubject? SubjectOf(ActivityContext context) => Text(context, Subject) is not { } written ? null
        : ApprovalSubject.Read(written) ?? throw new ExpressionException(
            $"“{written}” names no record. Write its kind and its id, such as Campaign:ID; the kinds are {string.Join(", ", ApprovalSubject.Kinds)}.");

    /// <summary>A campaign's budget is asked for once, however many steps want to know; a yes to more is a yes to less.</summary>
    bool IsAskedAlready(ActivityContext context, string campaignId, Terms terms)
    {
        if (context.ReadRecord<ApprovalRequest>("CampaignApproval", campaignId) is not { } former) return false;
        if (former.Status == ApprovalStatus.Pending)
            Wait(context, former.Id, former.CreatedAt, former.DueAt is { } time ? new DueTime(time, former.Counted) : null);
        else if (former.Terms.Cover(terms)) Finish(context, nameof(ApprovalStatus.Approved), null, null);
        else return false;
        return true;
    }

    static IReadOnlyList<AskedPerson> Asking(ActivityContext context, Verdict verdict, string? ownerId) =>
        WhoIsAsked.Of(verdict.Asks, ownerId, ManagersOf(context, ownerId), position => Users(context, "UsersByPosition", position),
            role => Users(context, "UsersByRole", role.ToString()), id => FindUser(context, id));

    IReadOnlyList<ApprovalFact> FactsOf(ActivityContext context) =>
        ValueConversion.ToNamedType(context.Get(Facts), "Object") is not JsonObject facts ? []
            : facts.Where(fact => fact.Value is not null).Select(fact => new ApprovalFact(fact.Key, ValueConversion.AsText(fact.Value!))).ToList();

    GivenDocument? DocumentOf(ActivityContext context) =>
        ValueConversion.ToNamedType(context.Get(Document), "Object") is not JsonObject document ? null
            : new(document.Text("name") ?? "document.txt", document.Text("text") ?? throw new ExpressionException("The document has no text."));

    void Ask(ActivityContext context, Question question, Verdict verdict, IReadOnlyList<AskedPerson> asked)
    {
        var requestId = context.NewId();
        var due = Due(context, verdict.Asks.Limit, context.Get(InWorkingTime), asked is [var only] ? only.Person.Id : null, requestId);
        var bookmark = Wait(context, requestId, context.Now, due);
        context.Emit(new RequestApprovalCommand(new ApprovalRequest
        {
            Id = requestId,
            Title = question.Title,
            Kind = question.Kind,
            DealId = question.DealId,
            Subject = question.Subject,
            Facts = FactsOf(context),
            AccountId = question.AccountId,
            RequestedById = question.RequestedById,
            Amount = question.Terms.Amount,
            Currency = question.Terms.Currency,
            DiscountPercent = question.Terms.DiscountPercent,
            Years = question.Terms.Years,
            PaymentDays = question.Terms.PaymentDays,
            FreeServiceMonths = question.Terms.FreeServiceMonths,
            ProductLine = question.Terms.ProductLine,
            Rule = verdict.Rule,
            MatrixVersion = verdict.Version,
            MatrixRow = verdict.Version is null ? null : verdict.Row,
            Mode = verdict.Asks.Mode,
            RequiredApprovals = verdict.Asks.RequiredOf(asked.Count),
            CreatedAt = context.Now,
            DueAt = due?.At,
            Counted = due?.Counted,
            InstanceId = context.Instance.Id,
            BookmarkId = bookmark.Id,
            Steps = asked.Select((each, index) => new ApprovalStep
            {
                Id = context.NewId(),
                RequestId = requestId,
                Order = index + 1,
                ApproverId = each.Person.Id,
                IsAsManager = each.IsAsManager,
            }).ToList(),
        }, DocumentOf(context)));
    }

    /// <summary>Waits for the answer, and for the moments of the time to answer that are still to come.</summary>
    Bookmark Wait(ActivityContext context, string requestId, DateTimeOffset asked, DueTime? due)
    {
        context.Set(RequestId, requestId);
        var bookmark = context.Wait(Node.TypeName, HashOf(requestId), new JsonObject { ["requestId"] = requestId });
        if (due is null) return bookmark;
        foreach (var (purpose, share) in Moments)
        {
            var counted = due.Counted is { } working ? working with { Share = share } : null;
            var moment = counted is null ? new DueTime(asked + (due.At - asked) * share) : new DueTime(context.When(counted), counted);
            if (moment.At >= context.Now) WaitUntil(context, moment, purpose);
        }
        return bookmark;
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        if (bookmark.Purpose is { } purpose)
        {
            Urge(context, purpose);
            return;
        }
        var decision = payload?["decision"]?.ToString() ?? nameof(ApprovalStatus.Withdrawn);
        if (decision != nameof(ApprovalStatus.Replaced))
        {
            Finish(context, decision, payload?["comment"]?.ToString(), payload?["by"]?.ToString());
            return;
        }
        // The terms have changed while the question was open: the present ones are asked for, by the tier they belong to.
        context.Instance.Bookmarks.RemoveAll(other => other.ExecutionId == context.Execution.Id);
        Execute(context);
    }

    /// <summary>Time goes by without an answer: remind, then bring in somebody else. The wait itself goes on.</summary>
    static void Urge(ActivityContext context, string purpose)
    {
        var request = context.ReadRecord<ApprovalRequest>("Approval", OpenRequest(context) ?? "");
        if (request is not { Status: ApprovalStatus.Pending }) return;
        foreach (var step in ApprovalRules.Waiting(request))
        {
            if (purpose is "remind" or "remind-again") context.Emit(new RemindApproverCommand(request.Id, step.Id));
            else if (NextAbove(context, request, step.ApproverId, purpose == "next-level" ? 2 : 1) is { } other)
                context.Emit(new AddApproverCommand(request.Id, context.NewId(), other, step.Id));
        }
    }

    static string? NextAbove(ActivityContext context, ApprovalRequest request, string approverId, int level)
    {
        var above = ManagersOf(context, approverId).Where(user => IsFree(user, request)).ToList();
        if (above.Count > 0) return above[Math.Min(level, above.Count) - 1].Id;
        return Users(context, "UsersByRole", nameof(Role.Manager)).FirstOrDefault(user => IsFree(user, request))?.Id;
    }

    static bool IsFree(User user, ApprovalRequest request) => user.IsActive && user.Id != request.RequestedById
        && !ApprovalRules.HasPart(request, user.Id);

    void Finish(ActivityContext context, string decision, string? comment, string? by)
    {
        context.Set(Decision, decision);
        context.Set(Comment, comment);
        context.Set(DecidedBy, by);
        context.Complete(decision);
    }

    public override void Cancel(ActivityContext context)
    {
        if (OpenRequest(context) is { } requestId)
            context.Emit(new WithdrawApprovalCommand(requestId, context.Cancellation?.Reason, context.Cancellation?.By));
    }

    static string? OpenRequest(ActivityContext context) =>
        context.Instance.Bookmarks.Find(bookmark => bookmark.ExecutionId == context.Execution.Id
            && bookmark.Purpose is null)?.Payload?.Text("requestId");

    static IReadOnlyList<User> Users(ActivityContext context, string kind, string id) => context.ReadRecord<List<User>>(kind, id) ?? [];
}
