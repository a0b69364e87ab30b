using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tests;

/// <summary>A customer, and a person there, is entered once; whoever means another one says so.</summary>
public sealed class DuplicateStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    Task<Account> NewAccount(string name, bool isAnother = false, string by = "rep") =>
        world.Do(by, change => CreateAccount.Apply(change, new AccountInput { Name = name, ConfirmDuplicate = isAnother }));

    static Task<RefusalException> Refused(Func<Task> deed) => Assert.ThrowsAsync<RefusalException>(deed);

    [Theory]
    [InlineData("测试客户 A", "测试客户A")]
    [InlineData("瑞丰食品有限公司", "瑞丰食品股份有限公司")]
    [InlineData("瑞丰食品（苏州）", "瑞丰食品(苏州)")]
    [InlineData("ＡＣＭＥ", "Acme")]
    [InlineData("Acme Co., Ltd.", "ACME")]
    [InlineData("Bühler GmbH & Co. KG", "Bühler")]
    [InlineData("Total S.A.", "Total")]
    public void Names_of_likely_the_same_company_have_one_key(string one, string other) =>
        Assert.Equal(CompanyName.KeyOf(one), CompanyName.KeyOf(other));

    [Theory]
    [InlineData("测试客户 A", "测试客户 B")]
    [InlineData("有限公司", "公司")]
    [InlineData("Group 1", "Group 2")]
    [InlineData("!!!", "???")]
    public void Names_of_others_have_not(string one, string other) => Assert.NotEqual(CompanyName.KeyOf(one), CompanyName.KeyOf(other));

    [Fact]
    public async Task The_same_customer_again_is_shown_and_may_be_confirmed()
    {
        var first = await NewAccount("瑞丰食品有限公司");

        var refusal = await Refused(() => NewAccount("瑞丰  食品"));
        Assert.Equal((RefusalKind.Conflict, "name"), (refusal.Kind, refusal.Field));
        Assert.Equal(new LikelyDuplicate(first.Id, "瑞丰食品有限公司", "rep"), Assert.Single(refusal.Candidates));

        await NewAccount("瑞丰食品", isAnother: true);
        Assert.Equal(2, world.Read(database => database.Accounts.Count(account => account.Name.StartsWith("瑞丰"))));
    }

    [Fact]
    public async Task A_customer_of_somebody_else_is_told_but_not_opened()
    {
        await NewAccount("瑞丰食品");

        var refusal = await Refused(() => NewAccount("瑞丰食品", by: "other-rep"));

        Assert.Equal(new LikelyDuplicate(null, "瑞丰食品", "rep"), Assert.Single(refusal.Candidates));
    }

    [Fact]
    public async Task Another_name_that_is_somebody_elses_is_shown_as_well_and_ones_own_is_not()
    {
        await NewAccount("瑞丰食品");
        var other = await NewAccount("正大饲料");

        await Refused(() => world.Do("rep", change => ChangeAccount.Apply(change, other.Id, new AccountInput { Name = "瑞丰食品" })));
        await world.Do("rep", change => ChangeAccount.Apply(change, other.Id, new AccountInput { Name = "正大饲料有限公司" }));

        Assert.Equal("正大饲料有限公司", world.Read(database => database.Accounts.Find(other.Id)!.Name));
    }

    [Fact]
    public async Task A_person_with_the_same_mail_or_telephone_is_likely_the_same()
    {
        Task<Contact> Add(ContactInput input) => world.Do("rep", change => AddContact.Apply(change, "account", input));
        await Add(new ContactInput { Name = "李娜", Email = "li.na@example.com", Phone = "138 0013 8000" });

        Assert.Equal("email", (await Refused(() => Add(new ContactInput { Name = "Li Na", Email = "Li.Na@example.com" }))).Field);
        var refusal = await Refused(() => Add(new ContactInput { Name = "李总", Phone = "+86 13800138000" }));
        Assert.Equal("phone", refusal.Field);
        Assert.Equal("李娜", Assert.Single(refusal.Candidates).Name);

        await Add(new ContactInput { Name = "李总", Phone = "+86 13800138000", ConfirmDuplicate = true });
        await Add(new ContactInput { Name = "王强", Phone = "138 0013 8001" });
        Assert.Equal(3, world.Read(database => database.Contacts.Count()));
    }

    [Fact]
    public async Task A_lead_of_likely_the_same_company_becomes_that_customer_or_another_as_somebody_says()
    {
        var known = await NewAccount("瑞丰食品有限公司");
        async Task<Lead> Accepted(string company)
        {
            var input = new LeadInput { CompanyName = company, ContactName = "李娜", OwnerId = "rep" };
            var lead = await world.Do("marketing", change => AddLead.Apply(change, input));
            return await world.Do("rep", change => AnswerLead.Apply(change, lead.Id, accept: true, null));
        }
        var (one, other) = (await Accepted("瑞丰食品"), await Accepted("瑞丰食品（集团）"));

        Assert.Equal(known.Id, Assert.Single((await Refused(() => world.Do("rep", change => ConvertLead.Apply(change, one.Id)))).Candidates).Id);
        Assert.Equal(known.Id, (await world.Do("rep", change => ConvertLead.Apply(change, one.Id, new LeadConversion(known.Id)))).Id);
        var another = await world.Do("rep", change => ConvertLead.Apply(change, other.Id, new LeadConversion(ConfirmDuplicate: true)));
        Assert.NotEqual(known.Id, another.Id);
    }
}
