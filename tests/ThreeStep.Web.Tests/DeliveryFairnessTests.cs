using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>A target that takes calls and does not answer holds up nobody else's messages, and gets all of its own in the end.</summary>
public sealed class DeliveryFairnessTests
{
    const int Calls = 30, AtOnce = 4;

    static string Message(string id, string channel, string to) => $$"""
        { "id": "{{id}}", "type": "ThreeStep.SendMessage", "version": 1,
          "channel": { "typeName": "String", "expression": { "type": "Literal", "value": "{{channel}}" } },
          "to": { "typeName": "String", "expression": { "type": "Literal", "value": "{{to}}" } },
          "subject": { "typeName": "String", "expression": { "type": "Literal", "value": "{{id}}" } },
          "body": { "typeName": "String", "expression": { "type": "Literal", "value": "text" } } }
        """;

    [Fact]
    public async Task A_webhook_that_hangs_holds_up_no_mail_and_no_other_webhook()
    {
        using var listener = new HttpListener();
        var address = $"http://127.0.0.1:{ServerProcess.FreePort()}/";
        listener.Prefixes.Add(address);
        listener.Start();
        var held = new ConcurrentQueue<HttpListenerContext>();
        var (isHanging, prompt, answered) = (true, 0, 0);
        _ = Listen();
        await using var server = new ServerProcess();
        server.Settings["Delivery__Webhooks__hung"] = $"{address}hung";
        server.Settings["Delivery__Webhooks__prompt"] = $"{address}prompt";
        await server.Start();
        var activities = string.Join(',', Enumerable.Range(0, Calls).Select(index => Message($"hung{index}", "webhook", "hung"))
            .Append(Message("prompt", "webhook", "prompt")).Append(Message("mail", "mail", "rep@example.com")));
        await server.Client.Post("/elsa/api/workflow-definitions", (JsonObject)JsonNode.Parse($$"""
            { "publish": true, "model": { "definitionId": "sends", "name": "sends",
              "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [ {{activities}} ] } } }
            """)!);
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/sends/execute")).Status);

        await Web.Tests.Calls.Eventually(() => Task.FromResult(held.Count == AtOnce), "a few calls are under way to the one that hangs");
        await Web.Tests.Calls.Eventually(() => Task.FromResult(Volatile.Read(ref prompt) == 1), "the other webhook is called");
        await Web.Tests.Calls.Eventually(() => Task.FromResult(Directory.GetFiles(server.Data, "*.eml", SearchOption.AllDirectories).Length == 1),
            "the mail is sent");
        Assert.Equal(AtOnce, held.Count);

        Volatile.Write(ref isHanging, false);
        while (held.TryDequeue(out var call)) Answer(call);
        await Web.Tests.Calls.Eventually(() => Task.FromResult(Volatile.Read(ref answered) == Calls), "all of its calls have come, each once");

        async Task Listen()
        {
            while (listener.IsListening)
            {
                HttpListenerContext call;
                try { call = await listener.GetContextAsync(); }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException) { return; }
                if (call.Request.Url!.AbsolutePath == "/prompt")
                {
                    Interlocked.Increment(ref prompt);
                    call.Response.Close();
                }
                else if (Volatile.Read(ref isHanging)) held.Enqueue(call);
                else Answer(call);
            }
        }

        void Answer(HttpListenerContext call)
        {
            Interlocked.Increment(ref answered);
            call.Response.Close();
        }
    }
}
