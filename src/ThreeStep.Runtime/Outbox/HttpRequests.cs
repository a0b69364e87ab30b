using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Outbox;

/// <summary>
/// Sends the HTTP requests of workflows: only to hosts that the settings name, only to addresses they allow, which is looked at when the name has
/// been resolved and the connection is made. Redirects are not followed, no proxy and no cookies are used.
/// </summary>
public sealed class HttpRequests : IDisposable
{
    static readonly HashSet<string> repeatable = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"];
    static readonly HttpStatusCode[] passing = [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable, HttpStatusCode.GatewayTimeout];
    /// <summary>These belong to the connection, not to the one who draws a workflow.</summary>
    static readonly HashSet<string> ofConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Keep-Alive",
    };

    readonly HttpSettings settings;
    readonly ProcessStore? store;
    readonly NetworkRules rules;
    readonly HttpClient client;

    /// <param name="file">Says which hosts are allowed now; null: those of the settings.</param>
    public HttpRequests(HttpSettings settings, ProcessStore? store = null)
    {
        (this.settings, this.store) = (settings, store);
        rules = new NetworkRules(settings.AllowedHosts, settings.InternalAddresses);
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = Connect,
        })
        { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = settings.LargestAnswer };
    }

    /// <summary>
    /// For a library that sends by itself: every connection is looked at as those of <see cref="Send"/>; its host is the caller's to check.
    /// </summary>
    public HttpClient Client => client;

    /// <summary>Whether the settings name the host, or whoever asks knows it.</summary>
    /// <param name="known">Hosts as in the settings: a name, or <c>*.example.com</c>.</param>
    public bool AllowsHost(Uri url, params IEnumerable<string> known) =>
        new NetworkRules([.. known, .. Hosts()], []).AllowsHost(url);

    IReadOnlyList<string> Hosts()
    {
        if (store is null) return settings.AllowedHosts;
        using var database = store.Query();
        return OutgoingHosts.Of(database, settings);
    }

    /// <summary>Sends, tries again where that is safe, and says what came of it. It does not throw for what the other side does.</summary>
    /// <param name="key">The same for every attempt, sent as <c>Idempotency-Key</c>.</param>
    /// <param name="known">Hosts that may be called although the settings do not name them, see <see cref="AllowsHost"/>.</param>
    public async Task<HttpAnswer> Send(OutgoingRequest request, string key, CancellationToken stopping = default, params IEnumerable<string> known)
    {
        if (!AllowsHost(request.Url, known))
            return Refused($"The settings do not allow requests to {request.Url.Host}. An administrator may add it to the outgoing hosts.");
        var pause = settings.Pause;
        for (var attempt = 1; ; attempt++, pause *= 2)
        {
            var (answer, again) = await Try(request, key, stopping);
            if (!again || attempt >= settings.Attempts) return answer;
            await Task.Delay(pause, stopping);
        }
    }

    async Task<(HttpAnswer Answer, bool Again)> Try(OutgoingRequest request, string key, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(settings.Timeout);
        var isRepeatable = repeatable.Contains(request.Method);
        try
        {
            using var message = Message(request, key);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return (await Read(response, limit.Token), isRepeatable && passing.Contains(response.StatusCode));
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (HttpAnswer.Failed(HttpFailure.Timeout, $"No answer within {settings.Timeout.TotalSeconds:0} s."), isRepeatable);
        }
        catch (Exception error) when (Find<AddressRefusedException>(error) is { } refusal) { return (Refused(refusal.Message), false); }
        catch (HttpRequestException error)
        {
            // Where no connection came about, nothing has been sent yet.
            var isUnsent = error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
            return (HttpAnswer.Failed(HttpFailure.FailedToConnect, error.Message), isRepeatable || isUnsent);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return (HttpAnswer.Failed(HttpFailure.FailedToConnect, error.Message), isRepeatable);
        }
        catch (FormatException error) { return (Refused(error.Message), false); }
    }

    static HttpRequestMessage Message(OutgoingRequest request, string key)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url);
        if (request is { Content: not null, ContentType: { } type })
        {
            message.Content = new ByteArrayContent(HttpBody.ToBytes(request.Content, type));
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        foreach (var (name, values) in request.Headers)
        {
            if (values.Any(value => value.Any(char.IsControl)))
                throw new FormatException($"The header {name} has a line break or another control character in it.");
            if (ofConnection.Contains(name)) throw new FormatException($"The header {name} is set by the server itself.");
            if (!message.Headers.TryAddWithoutValidation(name, values)
                && message.Content?.Headers.TryAddWithoutValidation(name, values) != true)
                throw new FormatException($"'{name}' is no header.");
        }
        return message;
    }

    async Task<HttpAnswer> Read(HttpResponseMessage response, CancellationToken stopping)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        headers.Remove("Set-Cookie");
        await using var stream = await response.Content.ReadAsStreamAsync(stopping);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, stopping)) > 0;)
        {
            if (body.Length + read > settings.LargestAnswer)
                return HttpAnswer.Failed(HttpFailure.TooLarge, $"The answer is larger than {settings.LargestAnswer:N0} bytes (Http:LargestAnswer).");
            body.Write(buffer, 0, read);
        }
        var type = response.Content.Headers.ContentType?.ToString();
        return new HttpAnswer((int)response.StatusCode, headers, type, HttpBody.Parse(body.ToArray(), type));
    }

    /// <summary>Connects to an address that was looked at, not to a name that may stand for another one a moment later.</summary>
    async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken stopping)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, stopping);
        var allowed = addresses.Where(rules.AllowsAddress).ToArray();
        if (allowed.Length == 0 && addresses.Length > 0)
            throw new AddressRefusedException(
                $"{host} lies at {addresses[0]}, inside of the company. An administrator may add that to Http:InternalAddresses.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, stopping);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static HttpAnswer Refused(string message) => HttpAnswer.Failed(HttpFailure.Refused, message);

    static T? Find<T>(Exception? error) where T : Exception
    {
        for (; error is not null; error = error.InnerException) if (error is T found) return found;
        return null;
    }

    public void Dispose() => client.Dispose();

    sealed class AddressRefusedException(string message) : Exception(message);
}
