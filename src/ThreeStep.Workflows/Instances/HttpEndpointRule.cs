using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>What an HTTP endpoint listens to and whom it lets in, as its wait or its trigger keeps it.</summary>
/// <param name="Path">Below <c>/workflows/</c>, without slashes around it; parts may be open, as in <c>orders/{id}</c>.</param>
/// <param name="Authorize">Callers must be signed in or send a key.</param>
/// <param name="Policy">A policy of the server that callers must fulfil.</param>
/// <param name="SizeLimit">Bytes of a request, if other than the server's own limit.</param>
/// <param name="FileSizeLimit">Bytes of an uploaded file.</param>
/// <param name="Timeout">How long a caller waits for the answer.</param>
/// <param name="ExposedOutcomes">Refusals that the workflow wants to hear of instead of the caller.</param>
public sealed record HttpEndpointRule(
    string Path, IReadOnlyList<string> Methods, bool Authorize = true, string? Policy = null, long? SizeLimit = null, long? FileSizeLimit = null,
        TimeSpan? Timeout = null,
    IReadOnlyList<string>? AllowedExtensions = null, IReadOnlyList<string>? BlockedExtensions = null, IReadOnlyList<string>? AllowedTypes = null,
    IReadOnlyList<string>? ExposedOutcomes = null)
{
    public const string Kind = "Elsa.HttpEndpoint";

    public bool HasOpenParts => Path.Contains('{');

    /// <summary>A fixed path is found by itself, one with open parts by what stands before the first of them.</summary>
    public string Hash => HasOpenParts ? HashOfOpen(string.Join('/', Path.Split('/').TakeWhile(part => !part.Contains('{')))) : HashOfFixed(Path);

    /// <summary>The hashes under which endpoints for a path may be found.</summary>
    public static IEnumerable<string> HashesFor(string path)
    {
        yield return HashOfFixed(path);
        var parts = path.Split('/');
        for (var count = parts.Length; count >= 0; count--) yield return HashOfOpen(string.Join('/', parts.Take(count)));
    }

    static string HashOfFixed(string path) => StimulusHash.Of(Kind, path.ToLowerInvariant());

    static string HashOfOpen(string beginning) => StimulusHash.Of(Kind, $"{beginning.ToLowerInvariant()}/{{}}");

    public static HttpEndpointRule? Read(JsonNode? payload) => ValueConversion.To<HttpEndpointRule>(payload);

    public JsonObject ToPayload() => (JsonObject)ValueConversion.From(this)!;
}
