using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ThreeStep.Web.Tests;

/// <summary>
/// Asks this server what a genuine Elsa 3.8 was once asked, in the same order, and holds the answers' shapes against what that one said: every JSON
/// path with its type. Ids are ours; they are put in for the recorded ones as the story goes on.
/// </summary>
public sealed partial class RecordedAnswersTests(RunningServer server) : IClassFixture<RunningServer>
{
    /// <summary>Not there on purpose, or better than the original; the number is the recording's.</summary>
    static readonly Dictionary<string, string> Left = new()
    {
        ["009"] = "a missing parentNodeId is 400 here, 500 there",
        ["010"] = "Elsa loses the activity's bound result in this one answer",
        ["015"] = "the text of the type definitions follows the functions that there are",
        ["016"] = "HttpEndpoint is not an activity of this server",
        ["058"] = "HttpEndpoint is not an activity of this server",
        ["059"] = "HttpEndpoint is not an activity of this server",
        ["060"] = "HttpEndpoint is not an activity of this server",
        ["073"] = "HttpEndpoint is not an activity of this server",
        ["074"] = "multipart, which is not recorded; StudioApiTests has it",
        ["081"] = "problem details that say where the JSON breaks",
        ["084"] = "an empty model is 400 here, 500 there",
        ["086"] = "the journal of a missing instance is 404 here",
        ["106"] = "HttpEndpoint is not an activity of this server",
        ["107"] = "HttpEndpoint is not an activity of this server",
        ["109"] = "other activities have other kinds of inputs; Studio's tests use the palette",
        ["116"] = "problem details that name the missing parameter",
        ["118"] = "a burst is one transaction: there is no strategy to choose",
        ["119"] = "a burst is one transaction: there is no strategy to choose",
        ["121"] = "a feature of Elsa's own composition",
    };

    static readonly string[] LeftRoutes = ["/identity/", "/labels", "/dashboard/"];

    /// <summary>Paths of single answers. What begins with + is ours alone.</summary>
    static readonly string[] LeftPaths =
    [
        "innerException", "PossibleOutcomes", "ActivityExecutionRecords[].outputs.Result",
        "+.ThreeStep.", "+.workflowState.incidents[].property", "+.workflowState.incidents[].line",
        // The recorded workflow waits for an event that no workflow publishes, and is warned about here.
        "+.validationErrors[]", "-.validationErrors Array", "-.warnings Object", "+.warnings.proof-flow[]",
    ];

    readonly Dictionary<string, string> ids = [];

    [RecordingsFact]
    public async Task Answers_have_the_shapes_of_a_genuine_Elsa()
    {
        using var client = server.Admin;
        var differences = new List<string>();
        foreach (var file in Directory.GetFiles(RecordingsFactAttribute.Folder!, "*.json").Order(StringComparer.Ordinal))
        {
            if (JsonNode.Parse(await File.ReadAllTextAsync(file)) is not JsonObject recording || recording["request"] is not { } request) continue;
            var (name, path) = (Path.GetFileNameWithoutExtension(file), WithOurIds(request["path"]!.ToString()));
            if (LeftRoutes.Any(route => path.Contains(route, StringComparison.Ordinal))) continue;
            if (path.Contains("/events/", StringComparison.Ordinal)) await IsWaiting(client, WithOurIds($"{request["body"]}"));
            var isLeft = Left.ContainsKey(name[..3]);
            var (status, body) = await Ask(client, request, path, recording["response"]!["body"], mayComeLater: !isLeft);
            if (isLeft) continue;
            var expected = recording["response"]!;
            if (status != expected["status"]!.GetValue<int>()) differences.Add($"{name}: status {status} instead of {expected["status"]}");
            differences.AddRange(Differences(expected["body"], body).Select(difference => $"{name}: {difference}"));
        }
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>An event reaches an instance that waits for it; the recorded one had been given the time to get there.</summary>
    static async Task IsWaiting(HttpClient client, string trigger)
    {
        if (JsonNode.Parse(trigger)?["workflowInstanceId"]?.ToString() is not { } id) return;
        await Calls.Eventually(async () =>
            (await client.Get($"/elsa/api/workflow-instances/{id}")).Body!["workflowState"]!["bookmarks"]!.AsArray()
            .Any(bookmark => bookmark!["name"]!.ToString() == "Elsa.Event"), "the instance waits for the event");
    }

    /// <summary>
    /// The genuine server was asked when its timers had fired and its queue was empty: what is read in another shape gets a while to become right.
    /// </summary>
    async Task<(int Status, JsonNode? Body)> Ask(HttpClient client, JsonNode request, string path, JsonNode? expected, bool mayComeLater)
    {
        var isReading = request["method"]!.ToString() == "GET" || path.EndsWith("/workflow-instances", StringComparison.Ordinal);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var tries = isReading && mayComeLater ? 60 : 1; ; tries--)
        {
            using var message = new HttpRequestMessage(new HttpMethod(request["method"]!.ToString()), path);
            if (message.Method != HttpMethod.Get)
                message.Content = new StringContent(WithOurIds(request["body"] switch
                {
                    null => "{}",
                    JsonValue text => text.ToString(), { } json =>
                    json.ToJsonString()
                }), Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(message);
            var body = Parsed(await answer.Content.ReadAsStringAsync());
            if (tries > 1 && Differences(expected, body).Any())
            {
                await again.WaitForNextTickAsync();
                continue;
            }
            Learn(expected, body);
            return ((int)answer.StatusCode, body);
        }
    }

    static JsonNode? Parsed(string text)
    {
        try { return text.Length == 0 ? null : JsonNode.Parse(text); }
        catch (JsonException) { return null; }
    }

    string WithOurIds(string text) => ids.Aggregate(text, (changed, id) => changed.Replace(id.Key, id.Value, StringComparison.Ordinal));

    void Learn(JsonNode? recorded, JsonNode? ours)
    {
        switch (recorded, ours)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left) Learn(value, right[name]);
                break;
            case (JsonArray left, JsonArray right):
                foreach (var (first, second) in left.Zip(right)) Learn(first, second);
                break;
            case (JsonValue left, JsonValue right) when Id().IsMatch(left.ToString()):
                ids.TryAdd(left.ToString(), right.ToString());
                break;
        }
    }

    static IEnumerable<string> Differences(JsonNode? recorded, JsonNode? ours) =>
        Compare(recorded, ours).Where(difference => !LeftPaths.Any(left => difference.Contains(left, StringComparison.Ordinal)));

    static IEnumerable<string> Compare(JsonNode? recorded, JsonNode? ours)
    {
        if (recorded is not (JsonObject or JsonArray)) return [];
        var (left, right) = (Shape(recorded), Shape(ours));
        return left.Except(right).Select(path => $"-{path}").Concat(right.Except(left).Select(path => $"+{path}"));
    }

    static HashSet<string> Shape(JsonNode? node)
    {
        var paths = new HashSet<string>();
        void Walk(JsonNode? part, string path)
        {
            if (part is JsonObject { Count: > 0 } source)
                foreach (var (name, value) in source) Walk(value, $"{path}.{(Id().IsMatch(name) ? "<id>" : name)}");
            else if (part is JsonArray { Count: > 0 } list)
                foreach (var item in list) Walk(item, $"{path}[]");
            else
            {
                var kind = part?.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? "Boolean" : part?.GetValueKind().ToString() ?? "Null";
                paths.Add($"{path} {kind}");
            }
        }
        Walk(node, "");
        return paths;
    }

    [GeneratedRegex("^[0-9a-f]{13,16}$")]
    private static partial Regex Id();
}

/// <summary>A test that needs the recordings of a genuine Elsa, which lie beside the repository and are no part of it.</summary>
public sealed class RecordingsFactAttribute : FactAttribute
{
    public RecordingsFactAttribute() =>
        Skip = Folder is null ? "The recordings of a genuine Elsa are missing: put them at ../shared/elsa/recordings, beside the repository" : null;

    public static string? Folder { get; } =
        Path.Combine(Setup.Installation.Find(new Setup.ServerOptions()).Root, "..", "shared", "elsa", "recordings") is var folder
        && Directory.Exists(folder) ? folder : null;
}
