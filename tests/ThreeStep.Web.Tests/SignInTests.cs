namespace ThreeStep.Web.Tests;

public sealed class SignInTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("/api/deals")]
    [InlineData("/api/users/me")]
    [InlineData("/elsa/api/workflow-definitions")]
    [InlineData("/nowhere")]
    public async Task Without_a_key_or_with_a_wrong_one_the_answer_is_401(string path)
    {
        Assert.Equal(401, (await server.WithKey(null).Get(path)).Status);
        Assert.Equal(401, (await server.WithKey("wrong").Get(path)).Status);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task Health_and_the_description_are_for_everybody(string path) => Assert.Equal(200, (await server.WithKey(null).Get(path)).Status);

    [Fact]
    public async Task A_persons_key_is_that_person_and_the_servers_key_has_all_rights()
    {
        Assert.Equal("rep", (await server.As("rep").Get("/api/users/me")).Body!["id"]!.ToString());
        Assert.Equal("Admin", (await server.Admin.Get("/api/users/me")).Body!["role"]!.ToString());
    }

    [Theory]
    [InlineData("rep", 403)]
    [InlineData("manager", 403)]
    [InlineData("owner", 200)]
    public async Task Only_process_owners_and_administrators_reach_the_workflows(string user, int status) =>
        Assert.Equal(status, (await server.As(user).Get("/elsa/api/workflow-definitions")).Status);

    [Fact]
    public async Task Only_an_administrator_makes_people_and_keys()
    {
        Assert.Equal(403, (await server.As("manager").Post("/api/users", new { id = "new", name = "New" })).Status);
        Assert.Equal(201, (await server.Admin.Post("/api/users", new { id = "new", name = "New", role = "Rep" })).Status);
        var key = (await server.Admin.Post("/api/users/new/api-key")).Body!["apiKey"]!.ToString();

        Assert.Equal("new", (await server.WithKey(key).Get("/api/users/me")).Body!["id"]!.ToString());
    }

    [Fact]
    public async Task Refusals_are_problem_details_too()
    {
        var (status, body) = await server.As("rep").Post("/api/users", new { });

        Assert.Equal((403, "403"), (status, body!["status"]!.ToString()));
        Assert.NotNull(body["detail"]);
    }
}
