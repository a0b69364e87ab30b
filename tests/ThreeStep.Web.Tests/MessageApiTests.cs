using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Messages;
using ThreeStep.Orders.Notices;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Web.Tests;

/// <summary>One's own messages, how one wants them, and where the company's go, by REST.</summary>
public sealed class MessageApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Choices_are_read_and_changed_in_part()
    {
        var rep = server.As("rep");
        var (status, saved) = await rep.Patch("/api/messages/choices", new
        {
            onlyInWorkingTime = false,
            quietFrom = "22:00:00",
            quietTo = "07:30:00",
            kinds = new { Reminder = new { when = "Digest", channels = new[] { "mail" } } },
            chatIds = new { WeCom = "zhang.wei" },
        });
        Assert.Equal(200, status);
        Assert.Equal("Digest", saved!["kinds"]!["Reminder"]!["when"]!.ToString());

        await rep.Patch("/api/messages/choices", new { quietFrom = (string?)null, quietTo = (string?)null });
        var (_, choices) = await rep.Get("/api/messages/choices");
        Assert.False(choices!["onlyInWorkingTime"]!.GetValue<bool>());
        Assert.Null(choices["quietFrom"]);
        Assert.Equal("zhang.wei", choices["chatIds"]!["WeCom"]!.ToString());
        Assert.Equal(200, (await rep.Post("/api/messages/kinds/Reminder/stop")).Status);
        Assert.Equal("Never", (await rep.Get("/api/messages/choices")).Body!["kinds"]!["Reminder"]!["when"]!.ToString());
        Assert.True((await server.As("other").Get("/api/messages/choices")).Body!["onlyInWorkingTime"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("""{"quietFrom":"25:00"}""", "quietFrom")]
    [InlineData("""{"quietFrom":"22:00"}""", "quietTo")]
    [InlineData("""{"kinds":{"Nonsense":{}}}""", null)]
    [InlineData("""{"kinds":{"Task":{"when":"Sometimes"}}}""", null)]
    [InlineData("""{"kinds":{"Task":{"channels":["nowhere"]}}}""", "kinds")]
    [InlineData("""{"kinds":{"Task":{"channels":[null]}}}""", "kinds")]
    [InlineData("""{"kinds":{"Task":{"channels":null}}}""", "")]
    [InlineData("""{"chatIds":{"WeCom":"@all"}}""", "chatIds")]
    [InlineData("""{"morningDigest":false,"noonDigest":false}""", "morningDigest")]
    [InlineData("[]", null)]
    [InlineData("""{"onlyInWorkingTime":"yes"}""", "onlyInWorkingTime")]
    public async Task What_does_not_fit_is_told_by_its_field(string body, string? field)
    {
        var (status, problem) = await server.As("marketing").Call(HttpMethod.Patch, "/api/messages/choices", body);
        if (field == "")
        {
            Assert.Equal(200, status);
            return;
        }
        Assert.Equal(400, status);
        if (field is not null) Assert.Contains(field, problem!["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_test_is_sent_and_what_came_of_it_is_told_to_its_person_only()
    {
        var admin = server.As("admin");
        await server.As("admin").Patch("/api/users/rep", new { email = "rep@example.com" });
        var rep = server.As("rep");
        var (status, test) = await rep.Post("/api/messages/test", new { channel = "mail" });
        Assert.Equal(200, status);
        var id = test!["id"]!.ToString();
        // Several servers of one process share Hangfire's storage, so the job is done here.
        await using (var database = server.Store.Query())
            await server.Service<OutboxDelivery>().Deliver(database.Outbox.Single(row => row.Key == $"{id}-mail").Id, CancellationToken.None);
        var mine = (await rep.Get("/api/messages")).Body!["items"]!.AsArray().Single(message => message!["id"]!.ToString() == id)!;
        Assert.Equal("Delivered", mine["results"]![0]!["state"]!.ToString());

        Assert.Equal(404, (await admin.Post($"/api/messages/{id}/seen")).Status);
        Assert.DoesNotContain((await admin.Get("/api/messages")).Body!["items"]!.AsArray(), message => message!["id"]!.ToString() == id);
        Assert.NotNull((await rep.Post($"/api/messages/{id}/seen")).Body!["seenAt"]);
        Assert.Equal(400, (await rep.Post("/api/messages/test", new { channel = "nowhere" })).Status);
        Assert.Equal(400, (await rep.Post("/api/messages/test", new { })).Status);
        Assert.Equal(409, (await rep.Post("/api/messages/test", new { channel = "push" })).Status);
        Assert.Equal(409, (await server.As("service").Post("/api/messages/test", new { channel = "mail" })).Status);
    }

    [Fact]
    public async Task Where_messages_go_is_said_by_administrators_and_secrets_never_come_out()
    {
        var admin = server.As("admin");
        var hook = new { kind = "WeCom", name = "北区", url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=s3cret", secret = "sign-me" };
        Assert.Equal(403, (await server.As("head").Post("/api/channels", hook)).Status);
        Assert.Equal(403, (await server.As("rep").Get("/api/channels")).Status);
        var (status, made) = await admin.Post("/api/channels", hook);
        Assert.Equal(201, status);
        var id = made!["id"]!.ToString();
        Assert.Equal("qyapi.weixin.qq.com", made["host"]!.ToString());
        await admin.Patch("/api/channels/mail",
            new { host = "smtp.example.com", user = "mailer", password = "pa55word", from = "three@example.com" });

        foreach (var path in (string[])["/api/channels", "/api/channels/mail", "/api/messages/channels", "/api/messages/choices"])
        {
            var text = (await admin.Get(path)).Body!.ToJsonString();
            Assert.DoesNotContain("s3cret", text, StringComparison.Ordinal);
            Assert.DoesNotContain("sign-me", text, StringComparison.Ordinal);
            Assert.DoesNotContain("pa55word", text, StringComparison.Ordinal);
        }
        var (_, ways) = await server.As("rep").Get("/api/messages/channels");
        Assert.Contains(ways!.AsArray(), way => way!["id"]!.ToString() == id && way["name"]!.ToString() == "北区");

        foreach (var (bad, field) in new (object, string)[]
        {
            (new { kind = "WeCom", name = "x", url = "http://127.0.0.1/hook" }, "url"), (new { kind = "WeCom", name = "x" }, "url"),
            (new { name = "x", url = hook.url }, "kind"), (new { kind = "WeCom", url = hook.url }, "name"),
        })
        {
            var (refused, problem) = await admin.Post("/api/channels", bad);
            Assert.Equal(400, refused);
            Assert.Contains(field, problem!["errors"]!.AsObject().Select(error => error.Key));
        }
        Assert.Equal(400, (await admin.Patch("/api/channels/mail", new { host = "smtp.elsewhere.example" })).Status);
        Assert.Equal(400, (await admin.Patch("/api/channels/mail", new { port = 22, password = "x" })).Status);
        string? nothing = null;
        Assert.Equal(200, (await admin.Patch("/api/channels/mail", new { host = nothing, user = nothing, password = nothing })).Status);
        Assert.Equal(200, (await admin.Call(HttpMethod.Delete, $"/api/channels/{id}")).Status);
        Assert.Equal(404, (await admin.Call(HttpMethod.Delete, $"/api/channels/{id}")).Status);
    }

    [Fact]
    public async Task The_link_of_a_digest_works_without_signing_in_for_just_that()
    {
        var link = new Uri(server.Service<StopLinks>().Of(new Uri(server.Address), "other").AbsoluteUri);
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };

        // Programs that look at links only look.
        var seen = await nobody.GetAsync(link);
        Assert.Equal(HttpStatusCode.Redirect, seen.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(seen.Headers.Location)).StatusCode);
        Assert.False(await IsStopped("other"));

        using var oneClick = new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync(link, oneClick)).StatusCode);
        Assert.True(await IsStopped("other"));
        Assert.Equal(HttpStatusCode.OK, (await nobody.PostAsync(link, null)).StatusCode);

        foreach (var forged in (string[])["/stop-messages?of=other", "/stop-messages", $"{link.PathAndQuery}x"])
            Assert.Equal(HttpStatusCode.BadRequest, (await nobody.PostAsync(forged, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/api/messages/choices")).StatusCode);
    }

    [Fact]
    public async Task A_device_is_switched_on_with_the_servers_key_and_belongs_to_its_person()
    {
        var rep = server.As("rep");
        var key = (await rep.Get("/api/messages/devices/key")).Body!["publicKey"]!.ToString();
        Assert.Equal(key, (await rep.Get("/api/messages/devices/key")).Body!["publicKey"]!.ToString());
        Assert.Equal(87, key.Length);

        var device = new
        {
            endpoint = "https://fcm.googleapis.com/fcm/send/abc",
            keys = new { p256dh = key, auth = "AAAAAAAAAAAAAAAAAAAAAA" },
            name = "Chrome Android",
        };
        var (status, added) = await rep.Post("/api/messages/devices", device);
        Assert.Equal(200, status);
        Assert.Null(added!["endpoint"]);
        Assert.Equal(404, (await server.As("other").Call(HttpMethod.Delete, $"/api/messages/devices/{added["id"]}")).Status);
        object[] bads = [new { }, new { endpoint = "https://10.0.0.1/x" }, new { device.endpoint },
            new { device.endpoint, keys = new { p256dh = "!", auth = "!" } }];
        foreach (var bad in bads)
            Assert.Equal(400, (await rep.Post("/api/messages/devices", bad)).Status);
        Assert.Equal(200, (await rep.Call(HttpMethod.Delete, $"/api/messages/devices/{added["id"]}")).Status);
    }

    [Fact]
    public async Task A_task_that_is_not_mine_goes_back_with_a_reason()
    {
        var rep = server.As("rep");
        var id = (await server.As("manager").Post("/api/tasks", new { title = "不归我", assigneeId = "rep" })).Body!["id"]!.ToString();
        var (refused, problem) = await rep.Post($"/api/tasks/{id}/give-back", new { });
        Assert.Equal(400, refused);
        Assert.NotNull(problem!["errors"]!["reason"]);
        Assert.Equal(403, (await server.As("other").Post($"/api/tasks/{id}/give-back", new { reason = "x" })).Status);

        var (status, task) = await rep.Post($"/api/tasks/{id}/give-back", new { reason = "归李娜" });
        Assert.Equal(200, status);
        Assert.Equal("manager", task!["assigneeId"]!.ToString());
        Assert.Equal(403, (await rep.Post($"/api/tasks/{id}/give-back", new { reason = "again" })).Status);
    }

    async Task<bool> IsStopped(string userId)
    {
        await using var database = server.Store.Query();
        return database.ChoicesOf(userId).IsDigestMailStopped;
    }
}
