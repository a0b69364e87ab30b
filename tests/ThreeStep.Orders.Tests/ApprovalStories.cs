using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>A question from the matrix to the answer: who is asked, what they can do with it, and what stays on record.</summary>
public sealed class ApprovalStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static ApprovalMatrix Matrix(MatrixRow row, params IReadOnlyList<ApproverGroup> groups) =>
        new([new() { DiscountUpTo = 10 }, row with { Within = row.Within ?? "2 working days" }]) { Groups = groups };

    static Approver Person(string id) => new(ApproverKind.Person, id);

    Task<MatrixVersion> Save(ApprovalMatrix matrix, string by = "owner", long? basedOn = null) =>
        world.Do(by, change => SaveMatrix.Apply(change, matrix, "try", basedOn));

    Task<RefusalException> Refused<T>(string userId, Func<Change, T> change) => Assert.ThrowsAsync<RefusalException>(() => world.Do(userId, change));

    Task<ApprovalRequest> Say(string who, ApprovalDecision decision = ApprovalDecision.Approve) => world.Do(who, change =>
        AnswerApproval.Apply(change, world.OpenQuestion().Id, who, decision, null, decision == ApprovalDecision.Approve ? null : "price"));

    string Waiting() => string.Join(',', ApprovalRules.Waiting(world.OpenQuestion()).Select(step => step.ApproverId));

    List<ApprovalEvent> Record(string id) => world.Read(database => database.ApprovalEvents.Where(happened => happened.RequestId == id)
        .OrderBy(happened => happened.Id).ToList());

    [Fact]
    public async Task The_matrix_says_who_is_asked_and_a_running_question_keeps_the_table_it_was_asked_by()
    {
        var first = await Save(Matrix(new() { Who = [Approver.Of("Finance")] }));
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        Assert.Equal("finance", Waiting());

        await Save(Matrix(new() { Who = [Approver.Of("Director")] }));
        Assert.Equal("finance", Waiting());
        Assert.Equal((first.Id, 2), (world.OpenQuestion().MatrixVersion!.Value, world.OpenQuestion().MatrixRow!.Value));
        await world.ChangeTerms(deal.Id, 100_000, 16);

        Assert.Equal("director", Waiting());
        await Say("director");
        await world.MoveTo(deal.Id, Stage.Won);
        Assert.Equal(Stage.Won, world.StageOf(deal.Id));
    }

    [Fact]
    public async Task A_matrix_that_is_saved_counts_for_workflows_with_a_laxer_table_of_their_own()
    {
        var model = (JsonObject)(await world.Definitions.Find("deal-approval"))!.Model.DeepClone();
        model["variables"]!.AsArray().Single(variable => variable!["name"]!.ToString() == "Tiers")!["value"] =
            """[{"upToPercent": 100, "positions": []}]""";
        await world.Definitions.Save(model, publish: true);
        await Save(Matrix(new() { Who = [Approver.Of("Finance")] }));

        await world.NewDeal(stage: Stage.Negotiating, discount: 15);

        Assert.Equal("finance", Waiting());
    }

    [Theory]
    [InlineData("rep", RefusalKind.Forbidden)]
    [InlineData("manager", RefusalKind.Forbidden)]
    [InlineData("finance", RefusalKind.Forbidden)]
    public async Task Only_a_process_owner_or_an_administrator_changes_the_matrix(string who, RefusalKind kind) =>
        Assert.Equal(kind, (await Refused(who, change => SaveMatrix.Apply(change, Matrix(new() { Who = [Approver.Of("Finance")] })))).Kind);

    public static TheoryData<ApprovalMatrix, string> Mistakes => new()
    {
        { new([]), "rows" },
        { new([new() { DiscountUpTo = 10 }]), "rows[0]" },
        { new([new(), new() { DiscountUpTo = 10 }]), "rows[1]" },
        { new([new() { Who = [Approver.Of("Astrologer")], Within = "1 day" }]), "rows[0].who[0]" },
        { new([new() { Who = [Person("nobody")], Within = "1 day" }]), "rows[0].who[0]" },
        { new([new() { Who = [new(ApproverKind.Group, "board")], Within = "1 day" }]), "rows[0].who[0]" },
        { new([new() { Who = [new(ApproverKind.Manager, "0")], Within = "1 day" }]), "rows[0].who[0]" },
        { new([new() { Who = [Approver.Of("CEO")] }]), "rows[0].within" },
        { new([new() { Who = [Approver.Of("CEO")], Within = "soon" }]), "rows[0].within" },
        { new([new() { Who = [Approver.Of("CEO")], Within = "0 days" }]), "rows[0].within" },
        { new([new() { Who = [Approver.Of("CEO")], Within = "1 day", Mode = ApprovalMode.Quorum, Quorum = 2 }]), "rows[0].quorum" },
        { new([new() { DiscountOver = 20, DiscountUpTo = 10 }, new()]), "rows[0].discountUpTo" },
        { new([new() { DiscountUpTo = 101 }, new()]), "rows[0].discountUpTo" },
        { new([new() { AmountFrom = -1 }, new()]), "rows[0].amountFrom" },
        { new([new() { YearsFrom = 0 }, new()]), "rows[0].yearsFrom" },
        { new([new()]) { Groups = [new("board", [])] }, "groups[0].members" },
        { new([new()]) { Concessions = new(30, 101, 1) }, "concessions.percentPerMonthLater" },
        { new([null!]), "rows[0]" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public async Task A_matrix_that_cannot_be_is_refused_with_its_field(ApprovalMatrix matrix, string field) =>
        Assert.Equal(field, (await Refused("owner", change => SaveMatrix.Apply(change, matrix))).Field);

    [Fact]
    public async Task Two_editors_do_not_overwrite_each_other()
    {
        await Save(Matrix(new() { Who = [Approver.Of("Finance")] }), basedOn: 0);

        var refusal = await Refused("admin", change => SaveMatrix.Apply(change, Matrix(new() { Who = [Approver.Of("CEO")] }), basedOn: 0));

        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
    }

    [Fact]
    public async Task Two_of_three_are_enough_and_the_owner_is_not_among_them()
    {
        await Save(Matrix(new() { Who = [new(ApproverKind.Group, "board")], Mode = ApprovalMode.Quorum, Quorum = 2 },
            new ApproverGroup("board", ["rep", "finance", "head", "director"])));
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        Assert.Equal("finance,head,director", Waiting());

        await Say("finance", ApprovalDecision.Reject);
        await Say("head");
        Assert.False(world.DealOf(deal.Id).Approved?.Terms.Cover(deal.Terms) ?? false);
        await Say("director");

        Assert.Equal(ApprovalStatus.Approved, Assert.Single(world.Approvals()).Status);
        Assert.Equal(15, world.DealOf(deal.Id).ApprovedDiscountPercent);
    }

    [Fact]
    public async Task The_third_sends_it_back_to_the_second_who_is_asked_again()
    {
        await Save(Matrix(new() { Who = [Person("manager"), Person("director"), Person("finance")], Mode = ApprovalMode.Sequential }));
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        await Say("manager");
        await Say("director");
        var question = world.OpenQuestion();
        var second = question.Steps.Single(step => step.ApproverId == "director");

        Assert.Equal("reasonCode", (await Refused("finance", change =>
            SendBackToStep.Apply(change, question.Id, "finance", second.Id, null, null))).Field);
        await world.Do("finance", change => SendBackToStep.Apply(change, question.Id, "finance", second.Id, "算一下毛利", "Margin too small"));

        Assert.Equal("director", Waiting());
        Assert.Contains(world.Notices("director"), notice => notice.Kind == NoticeKind.ApprovalAskedAgain);
        Assert.DoesNotContain(world.Notices("manager"), notice => notice.Kind == NoticeKind.ApprovalAskedAgain);
        await Say("director");
        await Say("finance");
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(world.Approvals()).Status);
        Assert.Equal(["Asked", "Answered", "Answered", "SentBack", "Answered", "Answered"], Record(question.Id).Select(each => each.Kind.ToString()));
    }

    [Fact]
    public async Task Whoever_is_brought_in_before_somebody_answers_first_and_a_no_of_theirs_is_a_no()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var question = world.OpenQuestion();

        await world.Do("manager", change => BringIn.Apply(change, question.Id, "manager", "service", StepPlace.Before, "能交付吗？"));
        Assert.Equal("service", Waiting());
        await Refused("manager", change => AnswerApproval.Apply(change, question.Id, "manager", ApprovalDecision.Approve, null, null));
        foreach (var (who, whom) in new[] { ("service", "rep"), ("service", "manager"), ("rep", "finance"), ("finance", "finance") })
            await Refused(who, change => BringIn.Apply(change, question.Id, who, whom, StepPlace.Beside, null));
        await Say("service", ApprovalDecision.Reject);

        Assert.Equal(ApprovalStatus.Rejected, Assert.Single(world.Approvals()).Status);
    }

    [Fact]
    public async Task Whoever_waits_urges_those_who_are_asked_once_an_hour()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var question = world.OpenQuestion();

        await Refused("other-rep", change => NudgeApprovers.Apply(change, question.Id, null));
        await world.Do("rep", change => NudgeApprovers.Apply(change, question.Id, "客户在等"));
        await Refused("rep", change => NudgeApprovers.Apply(change, question.Id, null));
        await world.Pass(TimeSpan.FromMinutes(61));
        await world.Do("rep", change => NudgeApprovers.Apply(change, question.Id, null));

        Assert.Equal(2, world.Notices("manager").Count(notice => notice.Kind == NoticeKind.ApprovalNudged));
    }

    [Fact]
    public async Task Whoever_is_copied_or_mentioned_sees_it_hears_the_outcome_and_cannot_answer()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var question = world.OpenQuestion();
        bool Sees(string who) => world.Read(database => RecordAccess.Of(world.As(who), database).Approvals(database).Any());
        Assert.False(Sees("other-rep"));

        await world.Do("rep", change => CommentOnApproval.Apply(change, question.Id, "@other-rep 你卖过这个吗？ @othe"));

        Assert.True(Sees("other-rep"));
        await Refused("other-rep", change => AnswerApproval.Apply(change, question.Id, "other-rep", ApprovalDecision.Approve, null, null));
        await Refused("rep", change => CopyApproval.Apply(change, question.Id, ["other-rep"], null));
        await Say("manager");
        Assert.Equal([NoticeKind.ApprovalMentioned, NoticeKind.ApprovalGranted], world.Notices("other-rep").Select(notice => notice.Kind));
    }

    [Theory]
    [InlineData("@李娜 看一下", "li-na")]
    [InlineData("请 @Li Na 和 @王强 确认", "li-na,wang-qiang")]
    [InlineData("@li-na2 @someone mail@li.example", "")]
    public void A_name_in_two_languages_is_mentioned_by_either(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', CommentOnApproval.Mentioned(text,
            [new User { Id = "li-na", Name = "李娜 Li Na" }, new User { Id = "wang-qiang", Name = "王强 Wang Qiang" }])));

    [Fact]
    public async Task A_document_stays_with_the_question()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        var question = world.OpenQuestion();

        Assert.Equal("file", (await Refused("rep", change => AttachDocument.Apply(change, question.Id, "a.pdf", []))).Field);
        await Refused("other-rep", change => AttachDocument.Apply(change, question.Id, "a.pdf", [1]));
        var document = await world.Do("rep", change => AttachDocument.Apply(change, question.Id, @"C:\temp\合同.pdf", [1, 2]));

        Assert.Equal(("合同.pdf", 2), (document.Name, document.Size));
        await Say("manager");
        await Refused("rep", change => AttachDocument.Apply(change, question.Id, "late.pdf", [1]));
    }

    [Fact]
    public async Task A_question_that_is_withdrawn_undoes_what_its_workflow_had_done_before()
    {
        await world.Change(change => change.Database.Add(new Campaign { Id = "fair", Name = "展会", OwnerId = "marketing" }));
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "with-steps", "name": "With steps", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [
                { "id": "run", "type": "ThreeStep.UpdateRecord", "version": 1, "kind": { "typeName": "String", "expression": { "type": "Literal", "value": "Campaign" } },
                  "recordId": { "typeName": "String", "expression": { "type": "Literal", "value": "fair" } },
                  "values": { "typeName": "Object", "expression": { "type": "Literal", "value": "{\"status\": \"Running\"}" } } },
                { "id": "plan", "type": "ThreeStep.UpdateRecord", "version": 1, "recordId": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('DealId')" } },
                  "values": { "typeName": "Object", "expression": { "type": "Literal", "value": "{\"nextActivity\": \"展会\", \"competitor\": \"甲\"}" } } },
                { "id": "tell", "type": "ThreeStep.Remind", "version": 1, "to": { "typeName": "String", "expression": { "type": "Literal", "value": "service" } },
                  "title": { "typeName": "String", "expression": { "type": "Literal", "value": "准备展会" } } },
                { "id": "ask", "type": "ThreeStep.RequestApproval", "version": 1, "dealId": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('DealId')" } } },
                { "id": "end", "type": "Elsa.End", "version": 1 } ],
              "connections": [
                { "source": { "activity": "run", "port": "Done" }, "target": { "activity": "plan", "port": "In" } },
                { "source": { "activity": "plan", "port": "Done" }, "target": { "activity": "tell", "port": "In" } },
                { "source": { "activity": "tell", "port": "Done" }, "target": { "activity": "ask", "port": "In" } },
                { "source": { "activity": "ask", "port": "Approved" }, "target": { "activity": "end", "port": "In" } },
                { "source": { "activity": "ask", "port": "Rejected" }, "target": { "activity": "end", "port": "In" } } ] } }
            """)!, publish: true);
        await world.Change(change => change.Database.Add(new Deal
        {
            Id = "alone",
            Name = "Alone",
            OwnerId = "rep",
            Currency = "CNY",
            Amount = 100_000,
            DiscountPercent = 45,
            Stage = Stage.Negotiating,
            NextActivity = "拜访",
        }));
        await world.Runtime.Start("with-steps", new() { ["DealId"] = "alone" });
        await world.Pass(TimeSpan.Zero);
        CampaignStatus Status() => world.Read(database => database.Campaigns.Find("fair")!.Status);
        Assert.Equal((CampaignStatus.Running, "展会"), (Status(), world.DealOf("alone").NextActivity));
        await world.Do("rep", change => ChangeDeal.Apply(change, "alone", new DealInput { Competitor = "乙" }));
        var question = world.OpenQuestion();
        await world.Do(question.Steps[0].ApproverId, change =>
            AnswerApproval.Apply(change, question.Id, question.Steps[0].ApproverId, ApprovalDecision.Approve, null, null));

        await world.Do("rep", change => WithdrawApproval.Apply(change, question.Id, "重新谈", null));

        Assert.Equal((CampaignStatus.Planned, "拜访", "乙"), (Status(), world.DealOf("alone").NextActivity, world.DealOf("alone").Competitor));
        Assert.Equal(WorkTaskStatus.Withdrawn, world.Tasks("service").Single().Status);
        Assert.Null(world.DealOf("alone").Approved);
        Assert.Contains("Campaign.status", Record(question.Id).Single(each => each.Kind == ApprovalEventKind.Undone).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_says_who_asked_who_could_answer_who_did_and_with_which_terms_and_cannot_be_changed()
    {
        await Save(Matrix(new() { Who = [Approver.Of("SalesManager"), Approver.Of("Finance")], Mode = ApprovalMode.All }));
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        await Say("finance");
        await world.Do("manager", change => TransferApproval.Apply(change, world.OpenQuestion().Id, "manager", "head", "出差"));
        await Say("head");

        var record = Record(world.Approvals().Single().Id);
        Assert.Equal([["manager", "finance"], ["manager"], ["head"], []], record.Select(each => each.Waiting));
        Assert.Equal(["", "finance", "manager", "head"], record.Select(each => each.ById ?? ""));
        Assert.All(record, each => Assert.Equal((15m, 2), (each.Terms.DiscountPercent, each.MatrixRow!.Value)));
        foreach (var sql in (string[])["UPDATE approval_events SET text = 'x'", "DELETE FROM approval_events"])
            await Assert.ThrowsAnyAsync<Exception>(() => world.Change(change => change.Database.Database.ExecuteSqlRaw(sql)));
        Assert.Equal(4, Record(record[0].RequestId).Count);
    }

    [Fact]
    public async Task A_payment_term_or_free_service_needs_a_yes_like_a_discount()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 8);
        Assert.Empty(world.Approvals());

        await world.Do("rep", change => ChangeDeal.Apply(change, deal.Id, new DealInput { PaymentDays = 120 }));

        Assert.Equal("manager", Waiting());
        Assert.Contains("with concessions 11 %", world.OpenQuestion().Rule, StringComparison.Ordinal);
        await Refused("rep", change => MoveDeal.Apply(change, deal.Id, Stage.Won));
        Assert.Equal("paymentDays", (await Refused("rep", change =>
            ChangeDeal.Apply(change, deal.Id, new DealInput { PaymentDays = -1 }))).Field);
    }

    [Fact]
    public async Task Another_product_line_needs_a_yes_of_its_own()
    {
        await world.Change(change => change.Database.AddRange(
            new Product { Id = "a1", Name = "A 1", Series = "A", Currency = "CNY" },
            new Product { Id = "a2", Name = "A 2", Series = "A", Currency = "CNY" }));
        var deal = await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        await world.Do("rep", change => ChangeDeal.Apply(change, deal.Id, new DealInput { Product = "A 1" }));
        await Say("manager");

        await world.Do("rep", change => ChangeDeal.Apply(change, deal.Id, new DealInput { Product = "A 2" }));
        Assert.DoesNotContain(world.Approvals(), request => request.Status == ApprovalStatus.Pending);
        await world.Do("rep", change => ChangeDeal.Apply(change, deal.Id, new DealInput { Product = "B" }));

        Assert.Equal("B", world.OpenQuestion().ProductLine);
    }
}
