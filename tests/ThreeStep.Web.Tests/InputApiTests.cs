using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>What REST takes: a refusal names the field in the reader's language, and what is taken is kept in its proper form.</summary>
public sealed class InputApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("/api/deals", """{"name":"大订单","currency":"ABC"}""", "currency")]
    [InlineData("/api/deals", """{"name":"大订单","expectedCloseAt":"0001-01-01"}""", "expectedCloseAt")]
    [InlineData("/api/deals", """{"name":"大订单","expectedCloseAt":"tomorrow"}""", "expectedCloseAt")]
    [InlineData("/api/deals", """{"name":"大订单","nextActivityAt":"2201-01-01"}""", "nextActivityAt")]
    [InlineData("/api/deals", """{"name":"大\u0000订单"}""", "name")]
    [InlineData("/api/deals", """{"name":"大订单","stage":99}""", "stage")]
    [InlineData("/api/accounts", """{"name":"\u200b"}""", "name")]
    [InlineData("/api/accounts", """{"name":"新客户","employees":-1}""", "employees")]
    [InlineData("/api/leads", """{"companyName":"新公司","email":"not an address"}""", "email")]
    [InlineData("/api/leads", """{"companyName":"新公司","phone":"call me"}""", "phone")]
    [InlineData("/api/campaigns", """{"name":"展会","startsAt":"2026-12-02","endsAt":"2026-12-01"}""", "endsAt")]
    [InlineData("/api/users", """{"name":"新人","email":"a@b"}""", "email")]
    [InlineData("/api/users", """{"name":"新人","language":"fr"}""", "language")]
    public async Task What_does_not_fit_is_a_problem_that_names_the_field(string path, string body, string field)
    {
        var (status, problem) = await server.Admin.Post(path, body);

        Assert.Equal(400, status);
        Assert.Contains(problem!["errors"]!.AsObject(), error => error.Key == field);
    }

    [Fact]
    public async Task A_name_of_three_thousand_characters_is_refused_in_the_readers_language()
    {
        using var chinese = server.WithKey(RunningServer.ServerKey);
        chinese.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));
        var name = new string('长', 3_000);

        async Task<string> Told(HttpClient client) => (await client.Post("/api/leads", new { companyName = name })).Body!["detail"]!.ToString();
        Assert.Equal("Company name: at most 200 characters; this has 3,000.", await Told(server.Admin));
        Assert.Equal("公司名称：最多 200 个字符，现有 3,000 个。", await Told(chinese));
    }

    [Fact]
    public async Task What_is_taken_is_kept_in_its_proper_form()
    {
        var (status, deal) = await server.As("rep").Post("/api/deals",
            new { name = "  包装线   一号 ", currency = "eur", expectedCloseAt = "2027-03-31", amount = 1000.5 });

        Assert.Equal(201, status);
        Assert.Equal(("包装线 一号", "EUR", "2027-03-31"), (deal!["name"]!.ToString(), deal["currency"]!.ToString(), deal["expectedCloseAt"]!.ToString()));
    }

    [Fact]
    public async Task A_landline_is_a_telephone_number()
    {
        var account = await NewAccount("电话客户");

        var (status, contact) = await server.As("rep").Post($"/api/accounts/{account}/contacts",
            new { name = "李娜", phone = "010-6554 1234", email = "li.na@example.com" });

        Assert.Equal(201, status);
        Assert.Equal("010-6554 1234", contact!["phone"]!.ToString());
    }

    async Task<string> NewAccount(string name)
    {
        var (status, account) = await server.As("rep").Post("/api/accounts", new { name });
        Assert.Equal(201, status);
        return account!["id"]!.ToString();
    }

    [Fact]
    public async Task The_same_customer_again_is_a_conflict_with_candidates_that_may_be_confirmed()
    {
        var id = await NewAccount("测试客户 A");

        var (status, problem) = await server.As("rep").Post("/api/accounts", new { name = "测试客户A" });
        Assert.Equal(409, status);
        var candidate = Assert.Single(problem!["candidates"]!.AsArray())!;
        Assert.Equal((id, "测试客户 A"), (candidate["id"]!.ToString(), candidate["name"]!.ToString()));

        Assert.Equal(201, (await server.As("rep").Post("/api/accounts", new { name = "测试客户A", confirmDuplicate = true })).Status);
    }

    [Fact]
    public async Task A_patch_clears_what_is_null_and_leaves_what_is_absent()
    {
        var account = await NewAccount("清空客户");
        await server.As("rep").Patch($"/api/accounts/{account}", new { sector = "retail", location = "苏州" });
        var (_, changed) = await server.As("rep").Patch($"/api/accounts/{account}", """{"sector":null}""");
        Assert.Equal((null, "苏州"), (changed!["sector"]?.ToString(), changed["location"]?.ToString()));

        var (_, item) = await server.As("service").Post("/api/cases", new { kind = "Complaint", title = "漏油", accountId = account });
        var (_, freed) = await server.As("service").Patch($"/api/cases/{item!["id"]}", """{"accountId":null}""");
        Assert.Equal((null, "漏油"), (freed!["accountId"]?.ToString(), freed["title"]?.ToString()));

        Assert.Equal(400, (await server.As("admin").Patch("/api/company", """{"name":null}""")).Status);
        Assert.Equal(200, (await server.As("admin").Patch("/api/company", """{"largeDealAmount":900000}""")).Status);
    }

    [Fact]
    public async Task A_percent_sign_in_a_search_is_just_that()
    {
        await server.As("rep").Post("/api/deals", new { name = "Discount 100% line" });
        await server.As("rep").Post("/api/deals", new { name = "Discount 1000 line" });

        Assert.Equal(1, (await server.As("rep").Get("/api/deals?search=100%25")).Body!["totalCount"]!.GetValue<int>());
        Assert.Equal(0, (await server.As("rep").Get("/api/deals?search=100_")).Body!["totalCount"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/api/deals?page=x", "page")]
    [InlineData("/api/deals?stage=nowhere", "stage")]
    [InlineData("/api/tasks?overdue=perhaps", "overdue")]
    [InlineData("/api/approval-matrix/asked?amount=1e400", "amount")]
    public async Task A_value_in_the_address_that_does_not_fit_is_told_by_its_field(string path, string field)
    {
        var (status, problem) = await server.Admin.Get(path);

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
        Assert.DoesNotContain("decimal", problem["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nullable", problem["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("page=2147483647&pageSize=500", 400)]
    [InlineData("page=4294967&pageSize=500", 200)]
    public async Task A_page_beyond_everything_is_empty_or_refused(string query, int status) =>
        Assert.Equal(status, (await server.Admin.Get($"/api/deals?{query}")).Status);

    [Fact]
    public async Task The_language_is_chosen_with_a_form_and_only_of_those_there_are()
    {
        async Task<int> Choose(HttpContent? body) => (await server.Admin.Call(HttpMethod.Post, "/language", body)).Status;

        Assert.Equal(400, await Choose(null));
        Assert.Equal(400, await Choose(new StringContent("en")));
        Assert.Equal(400, await Choose(new FormUrlEncodedContent([])));
        Assert.Equal(400, await Choose(new FormUrlEncodedContent([new("language", "fr")])));
        var torn = new StringContent("torn");
        torn.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        Assert.Equal(400, await Choose(torn));
    }
}
