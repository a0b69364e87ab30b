using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Tests;

/// <summary>Stands for chat systems and push services: keeps what comes, and answers as it is told.</summary>
sealed class ChatReceiver : IDisposable
{
    readonly HttpListener listener = new();

    public ChatReceiver()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        listener.Prefixes.Add(Address);
        listener.Start();
        _ = Serve();
    }

    public sealed record Call(Uri Url, string? Key, string? ContentType, IReadOnlyDictionary<string, string?> Headers, byte[] Bytes)
    {
        public JsonObject Body => (JsonObject)JsonNode.Parse(Bytes)!;
    }

    public string Address { get; }
    public ConcurrentQueue<Call> Calls { get; } = new();
    public (int Status, string Body) Answer { get; set; } = (200, """{"errcode":0,"errmsg":"ok"}""");

    /// <summary>As an installation that names this machine in its settings.</summary>
    public static HttpRequests Requests(params string[] hosts) => new(new HttpSettings
    {
        AllowedHosts = hosts,
        InternalAddresses = ["127.0.0.1"],
        Pause = TimeSpan.Zero,
    });

    async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try { context = await listener.GetContextAsync(); }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException) { return; }
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Calls.Enqueue(new(context.Request.Url!, context.Request.Headers["Idempotency-Key"], context.Request.ContentType,
                context.Request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => context.Request.Headers[name],
                StringComparer.OrdinalIgnoreCase), body.ToArray()));
            context.Response.StatusCode = Answer.Status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Answer.Body));
            context.Response.Close();
        }
    }

    public void Dispose() => ((IDisposable)listener).Dispose();
}
