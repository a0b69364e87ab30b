using System.Text.RegularExpressions;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Tests;

/// <summary>
/// Answers by the link of a mail, and several small answers at once: from what is asked to what is answered. Begins on Monday, 2 March, at nine in
/// Shanghai.
/// </summary>
public sealed partial class MailAnswerStories : IAsyncLifetime
{
    static readonly TimeSpan AMoment = TimeSpan.FromMinutes(20);
    readonly CompanyWorld world = new();

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        foreach (var id in (string[])["rep", "manager", "director", "head", "finance"])
            await world.Do("admin", change => ChangePerson.Apply(change, id, new PersonInput { Email = $"{id}@example.com" }));
        await Allow(true);
    }

    public Task DisposeAsync() => world.DisposeAsync();

    Task Allow(bool isAllowed) => world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { AllowsMailAnswers = isAllowed }));

    async Task<Deal> Question(decimal discount = 15, decimal amount = 100_000)
    {
        var deal = await world.NewDeal(amount, Stage.Negotiating, discount);
        await world.Pass(AMoment);
        return deal;
    }

    List<OutgoingMessage> Mails(string person) => world.Read(database => database.Outbox
        .Where(row => row.Channel == "mail" && row.Recipient == $"{person}@example.com").OrderBy(row => row.Id).ToList())
        .Select(row => OutgoingMessage.FromDocument(row.Document)).ToList();

    /// <summary>The link of the last mail to somebody.</summary>
    AnswerLink LinkOf(string person) => world.Service<AnswerLinks>().Read(Token().Match(Mails(person)[^1].Body).Groups[1].Value)!;

    async Task<ApprovalRequest> Answer(AnswerLink link, ApprovalDecision decision = ApprovalDecision.Approve, string? reason = null,
        string? by = null)
    {
        var answered = await world.Records.Write(world.As(by ?? link.UserId) with { From = "mail 10.0.0.7" },
            change => AnswerByMail.Apply(change, link, decision, "好", reason));
        await world.Pass(AMoment);
        return answered;
    }

    async Task<string> Refused(AnswerLink link, string? by = null) =>
        (await Assert.ThrowsAsync<RefusalException>(() => Answer(link, by: by))).Words.ToString();

    [Fact]
    public async Task The_link_of_the_mail_is_an_answer_of_its_person_once()
    {
        var deal = await Question();
        var link = LinkOf("manager");
        Assert.Contains("answer-by-mail", Mails("manager")[^1].Html, StringComparison.Ordinal);
        // Others read along in groups and on locked screens.
        Assert.DoesNotContain(Mails("manager")[^1].Links, other => other.Address.AbsoluteUri.Contains("answer-by-mail", StringComparison.Ordinal));

        Assert.Equal(ApprovalStatus.Approved, (await Answer(link)).Status);

        Assert.Equal("manager", world.DealOf(deal.Id).Approved!.ById);
        var noted = world.Read(database => database.ApprovalEvents.Single(happened => happened.Kind == ApprovalEventKind.Answered));
        Assert.Equal(("manager", "mail 10.0.0.7"), (noted.ById, noted.From));
        Assert.StartsWith("You have answered already, at 2026-03-02", await Refused(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_answers_at_once_one_counts()
    {
        await Question();
        var link = LinkOf("manager");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                return (await world.Records.Write(world.As("manager"), change =>
                    AnswerByMail.Apply(change, link, ApprovalDecision.Approve, null, null))).Status.ToString();
            }
            catch (RefusalException refusal) { return refusal.Kind.ToString(); }
        }));

        Assert.Equal(["Approved", "Forbidden", "Forbidden", "Forbidden"], answers.Order());
    }

    [Fact]
    public async Task A_yes_that_was_taken_back_is_asked_for_with_a_new_link()
    {
        await Question(35);
        var first = LinkOf("head");
        await Answer(first);
        await world.Do("finance", change => SendBackToStep.Apply(change, first.RequestId, "finance",
            world.OpenQuestion().Steps.Single(step => step.ApproverId == "head").Id, null, "price"));
        await world.Pass(AMoment);

        Assert.StartsWith("You have answered already", await Refused(first), StringComparison.Ordinal);
        Assert.NotEqual(first, LinkOf("head"));
        await Answer(LinkOf("head"));
        Assert.Equal(ApprovalDecision.Approve, world.OpenQuestion().Steps.Single(step => step.ApproverId == "head").Decision);
    }

    [Fact]
    public async Task A_link_is_good_for_three_days_or_as_long_as_the_company_says()
    {
        await Question();
        var usual = LinkOf("manager");
        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { MailLinkDays = 7 }));
        await Question();
        var longer = LinkOf("manager");
        Assert.Equal((TimeSpan.FromDays(3), TimeSpan.FromDays(7)), (usual.Until - usual.At, longer.Until - longer.At));

        await world.Pass(usual.Until - world.Now);

        Assert.StartsWith("This link was good until 2026-03-05", await Refused(usual), StringComparison.Ordinal);
        await Answer(longer);
        foreach (var days in (int[])[0, 15, -1])
            Assert.Equal("mailLinkDays", (await Assert.ThrowsAsync<RefusalException>(() => world.Do("admin", change =>
                ChangeCompany.Apply(change, new CompanyInput { MailLinkDays = days })))).Field);
    }

    [Fact]
    public async Task New_terms_are_another_question()
    {
        var deal = await Question();
        var link = LinkOf("manager");

        await world.ChangeTerms(deal.Id, 100_000, 18);

        Assert.Contains("15 % → 18 %", await Refused(link), StringComparison.Ordinal);
        Assert.Null(world.DealOf(deal.Id).Approved);
    }

    [Fact]
    public async Task Whoever_is_not_the_links_person_any_more_has_no_link()
    {
        await Question();
        var link = LinkOf("manager");
        Assert.Equal(AnswerByMail.OfAnother.ToString(), await Refused(link, by: "director"));
        Assert.Equal(AnswerByMail.OfAnother.ToString(), await Refused(link, by: "rep"));

        await world.Do("admin", change => ChangePerson.Apply(change, "manager", new PersonInput { Email = "new@example.com" }));
        Assert.Equal(AnswerByMail.NoLink.ToString(), await Refused(link));
        await world.Do("admin", change => ChangePerson.Apply(change, "manager", new PersonInput { Email = link.Mail }));
        await world.Do("manager", change => TransferApproval.Apply(change, link.RequestId, "manager", "head", null));
        Assert.Equal("Only those who were asked can answer.", await Refused(link));
    }

    [Fact]
    public async Task Whoever_has_left_has_no_link_and_where_the_company_wants_none_there_is_none()
    {
        await Question();
        var link = LinkOf("manager");
        await Allow(false);
        Assert.StartsWith("Approvals are not answered by mail here.", await Refused(link), StringComparison.Ordinal);
        await Question();
        Assert.DoesNotContain("answer-by-mail", Mails("manager")[^1].Body + Mails("manager")[^1].Html, StringComparison.Ordinal);
        await Allow(true);

        await world.Do("admin", change => ChangePerson.Apply(change, "manager", new PersonInput { IsActive = false }));

        Assert.Equal(AnswerByMail.NoLink.ToString(), await Refused(link));
        Assert.Contains(world.Read(database => database.Audit.ToList()), line => line.Detail == "answers by mail: no → 3 d");
    }

    [Fact]
    public async Task Who_stands_in_gets_a_link_of_their_own()
    {
        var today = new DateOnly(2026, 3, 2);
        await world.Do("manager", change =>
            SetLeave.Apply(change, new LeaveInput { UserId = "manager", From = today, To = today.AddDays(1), SubstituteId = "director" }));
        await Question();

        var answered = await Answer(LinkOf("director"), ApprovalDecision.Reject, "Price too low");

        var step = Assert.Single(answered.Steps);
        Assert.Equal(("manager", "director", ApprovalStatus.Rejected), (step.ApproverId, step.DecidedById, answered.Status));
    }

    [Fact]
    public void A_link_that_is_not_of_this_server_is_none()
    {
        var links = world.Service<AnswerLinks>();
        var link = new AnswerLink("q", "manager", "manager@example.com", world.Now, world.Now);
        var token = links.Of(new("https://sales.example/crm"), link).AbsoluteUri.Split("of=")[1];

        Assert.Equal(link, links.Read(token));
        foreach (var forged in (string?[])[null, "", "x", token[1..], token + "A", new('a', 5000), world.Service<Messages.StopLinks>()
            .Of(new("https://sales.example"), "manager").Query[4..]])
            Assert.Null(links.Read(forged));
    }

    [Fact]
    public async Task Small_ones_are_approved_together_by_the_rules_of_each()
    {
        await Question(15, 99_000);
        var small = world.OpenQuestion();
        Task<ApprovalRequest> Approve(string by, string id) => world.Do(by, change => ApproveSmall.Apply(change, id, by, "好"));
        async Task<RefusalKind> No(string by, string id) => (await Assert.ThrowsAsync<RefusalException>(() => Approve(by, id))).Kind;

        Assert.Equal(RefusalKind.Forbidden, await No("rep", small.Id));
        Assert.Equal(RefusalKind.NotFound, await No("other-rep", small.Id));
        Assert.Equal(ApprovalStatus.Approved, (await Approve("manager", small.Id)).Status);
        Assert.Equal(RefusalKind.Conflict, await No("manager", small.Id));

        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { LargeDealAmount = 99_000 }));
        await Question(15, 99_000);
        var large = world.OpenQuestion();
        Assert.Equal(RefusalKind.Conflict, await No(large.Steps[0].ApproverId, large.Id));
        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);
    }

    [GeneratedRegex(@"/answer-by-mail\?of=(\S+)")]
    private static partial Regex Token();
}
