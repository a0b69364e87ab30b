using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>The approval matrix by REST, and what people do with a question.</summary>
public sealed class MatrixApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    static JsonNode Matrix(string who, string within = "2 working days") => JsonNode.Parse($$"""
        { "rows": [ { "discountUpTo": 10 }, { "who": [{{who}}], "mode": "All", "within": "{{within}}" } ], "comment": "for the test" }
        """)!;

    [Fact]
    public async Task A_matrix_is_saved_as_a_version_with_author_and_difference_and_says_who_would_be_asked()
    {
        var owner = server.As("owner");
        var (_, before) = await owner.Get("/api/approval-matrix");
        var (status, saved) = await owner.Put("/api/approval-matrix",
            Matrix("""{ "kind": "Position", "value": "Finance" }, { "kind": "Manager", "value": "2" }"""));
        Assert.Equal(200, status);

        var (_, versions) = await server.As("rep").Get("/api/approval-matrix/versions");
        Assert.Equal(("owner", "for the test"), (versions![0]!["savedById"]!.ToString(), versions[0]!["comment"]!.ToString()));
        Assert.Equal(2, versions[0]!["difference"]!["added"]!.AsArray().Count);
        var (_, asked) = await server.As("rep").Get("/api/approval-matrix/asked?amount=1200000&discountPercent=18&ownerId=rep");
        Assert.Equal(["finance", "director"], asked!["approvers"]!.AsArray().Select(each => each!.ToString()));
        Assert.Equal((2, 2), (asked["required"]!.GetValue<int>(), asked["row"]!.GetValue<int>()));
        var (_, counted) = await server.As("rep").Get("/api/approval-matrix/asked?amount=1&discountPercent=9&paymentDays=90&ownerId=rep");
        Assert.Contains("with concessions 11 %", counted!["rule"]!.ToString(), StringComparison.Ordinal);
        var (_, version) = await owner.Get($"/api/approval-matrix/versions/{saved!["id"]}");
        Assert.Equal("2 working days", version!["matrix"]!["rows"]![1]!["within"]!.ToString());
        Assert.Equal(409, (await owner.Put("/api/approval-matrix", Matrix("""{ "kind": "Position", "value": "CEO" }""")
            .With("basedOn", before!["version"]!.GetValue<long>()))).Status);
    }

    [Theory]
    [InlineData("{}", "rows")]
    [InlineData("{\"rows\":[{\"mode\":\"Maybe\"}]}", "rows[0].mode")]
    [InlineData("{\"rows\":[{\"who\":[{\"kind\":\"Position\",\"value\":\"Finance\"}]}]}", "rows[0].within")]
    [InlineData("{\"rows\":[{\"who\":[{\"kind\":\"Position\"}],\"within\":\"1 day\"}]}", "rows[0].who[0]")]
    [InlineData("{\"rows\":[{\"discountUpTo\":5},{\"discountUpTo\":4},{}]}", "rows[1]")]
    [InlineData("{\"rows\":[{\"who\":[null],\"within\":\"1 day\"}]}", "rows[0].who[0]")]
    [InlineData("{\"rows\":[{\"productLines\":null},null]}", "rows[1]")]
    [InlineData("{\"rows\":[{}],\"groups\":[null]}", "groups[0]")]
    [InlineData("{\"rows\":[{}],\"concessions\":{\"usualPaymentDays\":-1,\"percentPerMonthLater\":1,\"percentPerServiceMonth\":1}}", "concessions.usualPaymentDays")]
    public async Task What_cannot_be_is_refused_with_its_field(string body, string field)
    {
        var (status, problem) = await server.As("owner").Put("/api/approval-matrix", JsonNode.Parse(body));

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
    }

    [Theory]
    [InlineData("rep")]
    [InlineData("manager")]
    [InlineData("marketing")]
    public async Task Nobody_else_changes_the_matrix(string user) =>
        Assert.Equal(403, (await server.As(user).Put("/api/approval-matrix", Matrix("""{ "kind": "Position", "value": "SalesManager" }"""))).Status);

    [Fact]
    public async Task A_question_is_urged_copied_commented_and_documented_and_its_record_has_it_all()
    {
        var (rep, admin) = (server.As("rep"), server.As("admin"));
        var (_, deal) = await rep.Post("/api/deals", new { name = "Verbs", amount = 50_000, discountPercent = 45, stage = "Negotiating" });
        var id = await server.ApprovalOf(deal!["id"]!.ToString());

        Assert.Equal(200, (await rep.Post($"/api/approvals/{id}/nudge", new { comment = "please" })).Status);
        Assert.Equal(409, (await rep.Post($"/api/approvals/{id}/nudge")).Status);
        Assert.Equal(404, (await server.As("other").Post($"/api/approvals/{id}/nudge")).Status);
        Assert.Equal(200, (await rep.Post($"/api/approvals/{id}/copies", new { userIds = new[] { "other" } })).Status);
        Assert.Equal(200, (await server.As("other").Get($"/api/approvals/{id}")).Status);
        Assert.Equal(403, (await server.As("other").Post($"/api/approvals/{id}/decisions", new { decision = "Approve" })).Status);
        Assert.Equal(200, (await rep.Post($"/api/approvals/{id}/comments", new { text = "@finance ?" })).Status);
        using var content = new ByteArrayContent([1, 2, 3]);
        var (status, document) = await rep.Call(HttpMethod.Post, $"/api/approvals/{id}/documents?name=%E5%90%88%E5%90%8C.html", content);
        Assert.Equal((200, 3), (status, document!["size"]!.GetValue<int>()));
        using var file = await rep.GetAsync($"/api/approvals/{id}/documents/{document["id"]}");
        Assert.Equal(("application/octet-stream", "attachment"),
            (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.DispositionType));

        var (_, record) = await admin.Get($"/api/approvals/{id}/record");
        Assert.Equal(["Asked", "Nudged", "Copied", "Commented", "Attached"], record!.AsArray().Select(each => each!["kind"]!.ToString()));
        Assert.StartsWith("api 127.0.0.1", record[1]!["from"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await server.As("other").Get($"/api/approvals/{id}/documents/nothing")).Status);
    }

    [Theory]
    [InlineData("approvers", "{}", "place")]
    [InlineData("approvers", "{\"place\":\"Instead\",\"userId\":\"head\"}", "place")]
    [InlineData("approvers", "{\"place\":\"Before\"}", "userId")]
    [InlineData("send-back", "{}", "reasonCode")]
    [InlineData("copies", "{}", "userIds")]
    [InlineData("copies", "{\"userIds\":[null]}", "userIds")]
    [InlineData("comments", "{\"text\":\" \"}", "text")]
    public async Task What_is_missing_is_told_by_its_field(string verb, string body, string field)
    {
        var (_, deal) = await server.As("rep").Post("/api/deals",
            new { name = "Gaps", amount = 50_000, discountPercent = 45, stage = "Negotiating" });
        var id = await server.ApprovalOf(deal!["id"]!.ToString());
        var (_, approval) = await server.Admin.Get($"/api/approvals/{id}");

        var asked = server.As(approval!["steps"]![0]!["approverId"]!.ToString());
        var (status, problem) = await asked.Post($"/api/approvals/{id}/{verb}", JsonNode.Parse(body));

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(problem!["errors"]!.AsObject()).Key);
    }
}

static class JsonParts
{
    public static JsonNode With(this JsonNode node, string name, JsonNode? value)
    {
        node[name] = value;
        return node;
    }
}
