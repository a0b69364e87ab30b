using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.AspNetCore.DataProtection;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Messages;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Tests;

/// <summary>How messages leave: each chat system's own shape, devices, and who may say where they go.</summary>
public sealed class ChannelStories : IAsyncLifetime, IDisposable
{
    readonly CompanyWorld world = new();
    readonly ChatReceiver receiver = new();
    readonly HttpRequests requests = ChatReceiver.Requests("127.0.0.1");

    ChannelSecrets Secrets => world.Service<ChannelSecrets>();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    public void Dispose()
    {
        receiver.Dispose();
        requests.Dispose();
    }

    Task<ChatChannel> Channel(ChatKind kind, string? secret = null) => world.Do("admin", change =>
        SaveChannel.Apply(change, null,
            new ChannelInput { Kind = kind, Name = "北区", Url = $"{receiver.Address}hook?key=s3cret", Secret = secret }, Secrets, requests));

    /// <summary>What a hook gets of a message, delivered by way of the outbox's row.</summary>
    async Task<JsonObject> Delivered(ChatKind kind, OutgoingMessage message, string? secret = null)
    {
        var channel = await Channel(kind, secret);
        await new ChatDelivery(world.Store, Secrets, requests).Deliver(Row(channel.Id), message, CancellationToken.None);
        return receiver.Calls.Last().Body;
    }

    static OutboxRow Row(string recipient, string key = "key-1") =>
        new() { Key = key, Channel = ChatDelivery.Channel, Recipient = recipient, Document = "{}" };

    static OutgoingMessage One(Mention? mention = null) => new("请您审批：大订单", "大订单")
    {
        Lines = [new("请您审批：大订单 [点我](http://evil.example) <@all> <!channel> *x*", null, new("https://three.example/approvals/1"))],
        Links = [new("打开", new("https://three.example/approvals/1")), new("稍后", new("https://three.example/messages/1"))],
        Mention = mention,
    };

    static OutgoingMessage Many(Mention? mention = null) => One(mention) with
    {
        Lines = Enumerable.Range(1, 14)
            .Select(number => new MessageLine($"第 {number} 件", null, new Uri($"https://three.example/deals/{number}"))).ToList(),
    };

    [Fact]
    public async Task WeCom_gets_a_card_for_one_thing_and_markdown_for_several()
    {
        var card = await Delivered(ChatKind.WeCom, One());
        Assert.Equal("template_card", (string?)card["msgtype"]);
        Assert.Equal("text_notice", (string?)card["template_card"]!["card_type"]);
        Assert.Equal("https://three.example/approvals/1", (string?)card["template_card"]!["card_action"]!["url"]);
        Assert.Equal(2, card["template_card"]!["jump_list"]!.AsArray().Count);

        var list = await Delivered(ChatKind.WeCom, Many(new("zhang.wei", "张伟")));
        Assert.Equal("markdown", (string?)list["msgtype"]);
        var text = (string)list["markdown"]!["content"]!;
        Assert.Contains("<@zhang.wei>", text, StringComparison.Ordinal);
        Assert.Contains("[第 1 件](https://three.example/deals/1)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("第 14 件", text, StringComparison.Ordinal);
        Assert.Contains("+4", text, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(text) <= 4096);
    }

    [Fact]
    public async Task DingTalk_gets_a_card_with_buttons_and_a_signature()
    {
        var card = await Delivered(ChatKind.DingTalk, One(), "SEC123");
        Assert.Equal("actionCard", (string?)card["msgtype"]);
        Assert.Equal("https://three.example/approvals/1", (string?)card["actionCard"]!["btns"]![0]!["actionURL"]);

        var query = HttpUtility.ParseQueryString(receiver.Calls.Last().Url.Query);
        Assert.Equal("s3cret", query["key"]);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("SEC123"), Encoding.UTF8.GetBytes($"{query["timestamp"]}\nSEC123"));
        Assert.Equal(Convert.ToBase64String(expected), query["sign"]);

        var named = await Delivered(ChatKind.DingTalk, Many(new("13800138000", "张伟")));
        Assert.Equal("13800138000", (string?)named["at"]!["atMobiles"]![0]);
        Assert.Contains("@13800138000", (string)named["markdown"]!["text"]!, StringComparison.Ordinal);
        Assert.False((bool)named["at"]!["isAtAll"]!);
    }

    [Fact]
    public async Task Feishu_gets_a_card_that_is_signed_in_the_body()
    {
        var body = await Delivered(ChatKind.Feishu, One(new("ou_1", "张伟")), "abc");
        Assert.Equal("interactive", (string?)body["msg_type"]);
        Assert.Equal("https://three.example/approvals/1", (string?)body["card"]!["elements"]![1]!["actions"]![0]!["url"]);
        Assert.Contains("<at id=ou_1></at>", (string)body["card"]!["elements"]![0]!["text"]!["content"]!, StringComparison.Ordinal);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{body["timestamp"]}\nabc"), Array.Empty<byte>());
        Assert.Equal(Convert.ToBase64String(expected), (string?)body["sign"]);
    }

    [Fact]
    public async Task Slack_gets_blocks_with_buttons_that_are_links()
    {
        receiver.Answer = (200, "ok");
        var body = await Delivered(ChatKind.Slack, One(new("U012", "Li")));
        Assert.Equal(["header", "section", "actions"], body["blocks"]!.AsArray().Select(block => (string)block!["type"]!));
        Assert.Contains("<@U012>", (string)body["blocks"]![1]!["text"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal("https://three.example/approvals/1", (string?)body["blocks"]![2]!["elements"]![0]!["url"]);
    }

    [Fact]
    public async Task Teams_gets_an_adaptive_card()
    {
        receiver.Answer = (202, "");
        var body = await Delivered(ChatKind.Teams, One(new("li@example.com", "Li")));
        var card = body["attachments"]![0]!["content"]!;
        Assert.Equal("AdaptiveCard", (string?)card["type"]);
        Assert.Equal("Action.OpenUrl", (string?)card["actions"]![0]!["type"]);
        Assert.Equal("li@example.com", (string?)card["msteams"]!["entities"]![0]!["mentioned"]!["id"]);
        Assert.Contains("<at>Li</at>", (string)card["body"]![1]!["text"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChatKind.WeCom)]
    [InlineData(ChatKind.DingTalk)]
    [InlineData(ChatKind.Feishu)]
    [InlineData(ChatKind.Slack)]
    [InlineData(ChatKind.Teams)]
    public async Task A_customers_name_makes_no_link_and_calls_nobody(ChatKind kind)
    {
        var body = (await Delivered(kind, One(new("me", "Me")))).ToJsonString(new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        Assert.Contains("大订单", body, StringComparison.Ordinal);
        foreach (var mark in (string[])["<@all>", "<!channel>", " *x*"]) Assert.DoesNotContain(mark, body, StringComparison.Ordinal);
        // To Slack this is no link.
        if (kind != ChatKind.Slack) Assert.DoesNotContain("](http://evil", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"errcode":93000,"errmsg":"invalid webhook url"}""", "93000")]
    [InlineData("""{"code":19021,"msg":"sign match fail"}""", "19021")]
    [InlineData("""{"StatusCode":9499,"StatusMessage":"Bad Request"}""", "9499")]
    public async Task A_code_in_an_answer_of_200_is_a_failure(string answer, string code)
    {
        receiver.Answer = (200, answer);
        var failure = await Assert.ThrowsAsync<DeliveryException>(() => Delivered(ChatKind.WeCom, One()));
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repetition_can_be_told_by_its_key()
    {
        var channel = await Channel(ChatKind.Slack);
        var delivery = new ChatDelivery(world.Store, Secrets, requests);
        await delivery.Deliver(Row(channel.Id, "message-7-chat"), One(), CancellationToken.None);
        await delivery.Deliver(Row(channel.Id, "message-7-chat"), One(), CancellationToken.None);

        Assert.Equal(["message-7-chat", "message-7-chat"], receiver.Calls.Select(call => call.Key));
    }

    [Fact]
    public async Task Secrets_are_not_in_the_database_as_they_are()
    {
        await Channel(ChatKind.Feishu, "the-secret");
        var row = world.Read(database => database.Channels.Single());
        Assert.DoesNotContain("s3cret", row.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", row.Secret!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://intranet.example.com/hook")]
    [InlineData("https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=1")]
    [InlineData("https://user:password@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1")]
    [InlineData("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("env:THREESTEP_API_KEY")]
    [InlineData("env:THREESTEP_CHANNEL_MISSING")]
    [InlineData("")]
    public async Task A_hook_leads_to_its_chat_system_only(string url)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => world.Do("admin", change => SaveChannel.Apply(change, null,
            new ChannelInput { Kind = ChatKind.WeCom, Name = "x", Url = url }, Secrets, ChatReceiver.Requests())));
        Assert.Equal("url", refusal.Field);
    }

    [Fact]
    public async Task A_hook_at_its_chat_system_needs_no_setting_and_one_of_the_environment_is_read_there()
    {
        Environment.SetEnvironmentVariable("THREESTEP_CHANNEL_TEST", "https://hooks.slack.com/services/1");
        foreach (var url in (string[])["https://hooks.slack.com/services/1", "env:THREESTEP_CHANNEL_TEST"])
            await world.Do("admin", change => SaveChannel.Apply(change, null,
                new ChannelInput { Kind = ChatKind.Slack, Name = url, Url = url }, Secrets, ChatReceiver.Requests()));
        Assert.Equal(2, world.Read(database => database.Channels.Count()));
        Assert.Contains(world.Read(database => database.Channels.ToList()), channel => channel.Url == "env:THREESTEP_CHANNEL_TEST");
    }

    [Fact]
    public async Task A_secret_is_not_sent_along_to_another_hook()
    {
        var channel = await Channel(ChatKind.DingTalk, "SEC");
        var changed = await world.Do("admin", change =>
            SaveChannel.Apply(change, channel.Id, new ChannelInput { Url = $"{receiver.Address}mine" }, Secrets, requests));
        Assert.Null(changed.Secret);

        await world.Do("admin", change => SaveMailServer.Apply(change,
            new MailServerInput { Host = "smtp.example.com", User = "mailer", Password = "pw", From = "a@example.com" }, new(), Secrets));
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => world.Do("admin", change =>
            SaveMailServer.Apply(change, new MailServerInput { Host = "smtp.evil.example" }, new(), Secrets)));
        Assert.Equal("password", refusal.Field);
        Assert.Equal("pw", world.Read(database => MailServer.Present(database, new(), Secrets)).SmtpPassword);
    }

    [Fact]
    public async Task Only_administrators_say_where_messages_go()
    {
        foreach (var person in (string[])["rep", "head", "owner"])
            await Assert.ThrowsAsync<RefusalException>(() => world.Do(person, change => SaveChannel.Apply(change, null,
                new ChannelInput { Kind = ChatKind.Slack, Name = "x", Url = "https://hooks.slack.com/1" }, Secrets, requests)));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("rep", change => SaveMailServer.Apply(change, new(), new(), Secrets)));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("@all")]
    [InlineData("Everyone")]
    [InlineData("a> <@all")]
    public async Task Nobody_has_everybody_called(string id)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => world.Do("rep", change =>
            SaveMessageChoices.Apply(change, new() { ChatIds = new() { [ChatKind.WeCom] = id } })));
        Assert.Equal("chatIds", refusal.Field);
    }

    [Fact]
    public async Task Tests_are_not_without_end()
    {
        var channel = await Channel(ChatKind.Slack);
        for (var test = 0; test < 10; test++) await world.Do("rep", change => SendTest.Apply(change, channel.Id, new()));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("rep", change => SendTest.Apply(change, channel.Id, new())));
        Assert.Equal(10, world.Read(database => database.Outbox.Count(row => row.Channel == ChatDelivery.Channel)));
    }

    [Fact]
    public async Task A_device_gets_messages_that_only_it_can_read()
    {
        receiver.Answer = (201, "");
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var (device, auth) = await Device(browser);
        await world.Do("rep", change => ChangeDevices.Keys(change, Secrets));

        var delivery = new PushDelivery(world.Store, Secrets, requests, new DeliverySettings { MailFrom = "a@example.com" }, world.Records);
        await delivery.Deliver(Row(device.Id, "key-9"), One(), CancellationToken.None);

        var call = Assert.Single(receiver.Calls);
        Assert.Equal("aes128gcm", call.Headers["Content-Encoding"]);
        Assert.StartsWith("vapid t=", call.Headers["Authorization"], StringComparison.Ordinal);
        var message = (JsonObject)JsonNode.Parse(Decrypted(call.Bytes, browser, auth))!;
        Assert.Equal("请您审批：大订单", (string?)message["title"]);
        Assert.Equal("/approvals/1", (string?)message["url"]);
        Assert.Equal("key-9", (string?)message["tag"]);
    }

    [Fact]
    public async Task A_device_that_is_gone_is_forgotten()
    {
        receiver.Answer = (410, "");
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var (device, _) = await Device(browser);
        await world.Do("rep", change => ChangeDevices.Keys(change, Secrets));

        var delivery = new PushDelivery(world.Store, Secrets, requests, new DeliverySettings { MailFrom = "a@example.com" }, world.Records);
        var failure = await Assert.ThrowsAsync<DeliveryException>(() => delivery.Deliver(Row(device.Id), One(), CancellationToken.None));

        Assert.True(failure.IsFinal);
        Assert.Equal(0, world.Read(database => database.Devices.Count()));
    }

    [Theory]
    [InlineData("https://10.0.0.1/push")]
    [InlineData("http://fcm.googleapis.com/x")]
    [InlineData("https://fcm.googleapis.com.evil.example/x")]
    [InlineData("nonsense")]
    public async Task A_device_is_an_address_of_a_push_service(string endpoint)
    {
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => world.Do("rep", change =>
            ChangeDevices.Add(change, Input(endpoint, browser, new byte[16]), ChatReceiver.Requests())));
        Assert.Equal("endpoint", refusal.Field);
    }

    [Fact]
    public async Task A_browser_belongs_to_who_switched_it_on_last_and_to_nobody_elses_hands()
    {
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var (first, _) = await Device(browser);
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("other-rep", change => ChangeDevices.Remove(change, first.Id)));

        await world.Do("other-rep", change => ChangeDevices.Add(change, Input($"{receiver.Address}device", browser, new byte[16]), requests));
        Assert.Equal("other-rep", Assert.Single(world.Read(database => database.Devices.ToList())).UserId);
    }

    async Task<(PushDevice Device, byte[] Auth)> Device(ECDiffieHellman browser)
    {
        var auth = RandomNumberGenerator.GetBytes(16);
        return (await world.Do("rep", change => ChangeDevices.Add(change, Input($"{receiver.Address}device", browser, auth), requests)), auth);
    }

    static DeviceInput Input(string endpoint, ECDiffieHellman browser, byte[] auth) => new()
    {
        Endpoint = endpoint,
        Keys = new(System.Buffers.Text.Base64Url.EncodeToString(Public(browser)), System.Buffers.Text.Base64Url.EncodeToString(auth)),
        Name = "Chrome Android",
    };

    static byte[] Public(ECDiffieHellman key)
    {
        var point = key.ExportParameters(false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    /// <summary>As a browser does, by RFC 8291 and RFC 8188.</summary>
    static string Decrypted(byte[] body, ECDiffieHellman browser, byte[] auth)
    {
        var (salt, length) = (body[..16], body[20]);
        var server = body[21..(21 + length)];
        using var other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = server[1..33], Y = server[33..65] },
        });
        var shared = browser.DeriveRawSecretAgreement(other.PublicKey);
        byte[] info = [.. Encoding.ASCII.GetBytes("WebPush: info\0"), .. Public(browser), .. server];
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, info);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 16, salt, Encoding.ASCII.GetBytes("Content-Encoding: aes128gcm\0"));
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 12, salt, Encoding.ASCII.GetBytes("Content-Encoding: nonce\0"));
        var sealedText = body[(21 + length)..];
        var text = new byte[sealedText.Length - 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(nonce, sealedText[..^16], sealedText[^16..], text);
        return Encoding.UTF8.GetString(text, 0, Array.LastIndexOf(text, (byte)2));
    }
}
