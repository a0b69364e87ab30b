using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Tests;

/// <summary>Requests of workflows against a server of the test's own.</summary>
public sealed class HttpRequestStories : IDisposable
{
    readonly HttpListener listener = new();
    readonly string address;
    readonly List<(string Method, string Key, string? Authorization, string Body)> received = [];
    readonly Queue<(int Status, string Body)> answers = new();

    public HttpRequestStories()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        listener.Prefixes.Add(address);
        listener.Start();
        _ = Serve();
    }

    async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try { context = await listener.GetContextAsync(); }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException) { return; }
            using var reader = new StreamReader(context.Request.InputStream);
            received.Add((context.Request.HttpMethod, context.Request.Headers["Idempotency-Key"] ?? "", context.Request.Headers["Authorization"],
                await reader.ReadToEndAsync()));
            var (status, body) = answers.TryDequeue(out var next) ? next : (200, """{"name":"瑞丰"}""");
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (status is 302) context.Response.RedirectLocation = address + "elsewhere";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }

    static HttpRequests Requests(int largest = 1000, string[]? hosts = null, string[]? inside = null) =>
        new(new HttpSettings
        {
            AllowedHosts = hosts ?? ["127.0.0.1"],
            InternalAddresses = inside ?? ["127.0.0.1"],
            Pause = TimeSpan.Zero,
            LargestAnswer = largest,
            Timeout = TimeSpan.FromSeconds(20)
        });

    OutgoingRequest Request(string method = "GET", string? body = null) =>
        new(method, new Uri(address + "orders?secret=1"), body, body is null ? null : "text/plain", new Dictionary<string,
            string[]>
        { ["Authorization"] = ["Bearer s3cret"] });

    JsonObject Model() => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "test", "name": "Test", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "call", "name": "call", "type": "Elsa.FlowSendHttpRequest", "version": 1,
            "url": { "typeName": "Uri", "expression": { "type": "Literal", "value": "{{address}}orders" } },
            "authorization": { "typeName": "String", "expression": { "type": "Literal", "value": "Bearer s3cret" } } },
          { "id": "name", "type": "Elsa.SetName", "version": 1,
            "value": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getParsedContentFromCall().name" } } } ] } }
        """)!;

    [Fact]
    public async Task A_request_is_sent_and_answered()
    {
        using var requests = Requests();

        var answer = await requests.Send(Request("POST", "大单"), "key-1");

        Assert.Equal((200, "瑞丰"), (answer.StatusCode, answer.Content!["name"]!.ToString()));
        Assert.Equal([("POST", "key-1", "Bearer s3cret", "大单")], received);
    }

    [Theory]
    [InlineData("GET", 3)]
    [InlineData("POST", 1)]
    public async Task What_passes_is_tried_again_where_a_repetition_does_no_harm(string method, int attempts)
    {
        using var requests = Requests();
        for (var times = 0; times < 3; times++) answers.Enqueue((503, "{}"));

        Assert.Equal(503, (await requests.Send(Request(method), "key")).StatusCode);

        Assert.Equal(attempts, received.Count);
        Assert.Single(received.Select(call => call.Key).Distinct());
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        using var requests = Requests();
        answers.Enqueue((302, ""));

        var answer = await requests.Send(Request(), "key");

        Assert.Equal((302, $"{address}elsewhere"), (answer.StatusCode, answer.Headers["Location"].Single()));
        Assert.Single(received);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read()
    {
        using var requests = Requests(largest: 10);

        Assert.Equal(HttpFailure.TooLarge, (await requests.Send(Request(), "key")).Failure);
    }

    [Fact]
    public async Task What_the_settings_do_not_name_is_not_called()
    {
        using var otherHost = Requests(hosts: ["erp.example.com"]);
        using var otherAddress = Requests(inside: []);
        using var byName = Requests(hosts: ["localhost"], inside: []);

        Assert.Equal(HttpFailure.Refused, (await otherHost.Send(Request(), "key")).Failure);
        var refused = await otherAddress.Send(Request(), "key");
        Assert.Equal(HttpFailure.Refused, refused.Failure);
        Assert.Contains("InternalAddresses", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpFailure.Refused,
            (await byName.Send(Request() with { Url = new Uri(address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)) },
            "key")).Failure);
        Assert.Empty(received);
    }

    [Fact]
    public async Task A_header_cannot_smuggle_another()
    {
        using var requests = Requests();
        var request = Request() with { Headers = new Dictionary<string, string[]> { ["X-A"] = ["1\r\nX-B: 2"] } };

        Assert.Equal(HttpFailure.Refused, (await requests.Send(request, "key")).Failure);
        Assert.Empty(received);
    }

    [Fact]
    public async Task Nobody_there_is_told_after_the_attempts()
    {
        listener.Stop();
        using var requests = Requests();

        Assert.Equal(HttpFailure.FailedToConnect, (await requests.Send(Request(), "key")).Failure);
    }

    [Fact]
    public async Task A_workflow_calls_and_goes_on_with_the_answer()
    {
        await using var world = new NoteWorldScope();
        await world.World.Definitions.Save(Model(), publish: true);
        var burst = (await world.World.Runtime.Start("test", []))!;
        var row = world.World.Read(database => database.Outbox.Single());
        Assert.Equal(("http", "127.0.0.1", burst.State.Id), (row.Channel, row.Recipient, row.InstanceId));
        Assert.Empty(received);

        using var requests = Requests();
        await world.Deliver(row.Id, requests);
        await world.Deliver(row.Id, requests);
        await world.World.Pass(TimeSpan.Zero);

        Assert.Single(received);
        Assert.Equal("瑞丰", world.World.Instances("test").Single().Name);
        Assert.DoesNotContain("s3cret", world.World.Read(database => database.Outbox.Single().Document), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_sent()
    {
        await using var world = new NoteWorldScope();
        await world.World.Definitions.Save(Model(), publish: true);
        var burst = (await world.World.Runtime.Start("test", []))!;
        await world.World.Runtime.Deliver(burst.State.Id, new Stimulus.Cancel("owner", "no longer"));

        using var requests = Requests();
        await world.Deliver(world.World.Read(database => database.Outbox.Single().Id), requests);

        Assert.Empty(received);
        Assert.NotNull(world.World.Read(database => database.Outbox.Single().DeliveredAt));
    }

    public void Dispose() => ((IDisposable)listener).Dispose();

    sealed class NoteWorldScope : IAsyncDisposable
    {
        public NoteWorld World { get; } = new();

        public Task Deliver(long id, HttpRequests requests) => new OutboxDelivery(
            World.Store, World.Service<CommitQueue>(), new DeliverySettings(), new ProductDeliveries(), World.Service<TimeProvider>(),
            new HttpClient(), requests, World.Service<EngineReader>(), World.Service<StoreHealth>(), NullLogger<OutboxDelivery>.Instance)
            .Deliver(id, CancellationToken.None);

        public async ValueTask DisposeAsync() => await World.DisposeAsync();
    }
}
