using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Hosting;

/// <param name="Level">As Serilog says it: Information, Warning, Error, Fatal.</param>
/// <param name="Source">The class that wrote it.</param>
sealed record LogLine(DateTimeOffset At, string Level, string Text, string? Source, string? Exception);

/// <summary>The end of the newest log file, which is being written meanwhile: compact JSON, one event a line.</summary>
static partial class LogTail
{
    const int TailBytes = 1024 * 1024;
    /// <summary>What Serilog leaves out: the level of most lines.</summary>
    const string UsualLevel = "Information";

    public static readonly IReadOnlyList<string> Levels = ["Debug", UsualLevel, "Warning", "Error", "Fatal"];

    /// <summary>The newest lines first.</summary>
    /// <param name="least">Lines of this level and above; null for all.</param>
    /// <param name="text">Must be in the message, its source or its exception; null for all.</param>
    public static async Task<List<LogLine>> Read(string folder, string? least, string? text, int count, CancellationToken token)
    {
        if (!Directory.Exists(folder)
            || new DirectoryInfo(folder).EnumerateFiles("threestep-*.json").MaxBy(file => file.LastWriteTimeUtc) is not { } newest) return [];
        var lowest = least is null ? 0 : Math.Max(0, Levels.ToList().IndexOf(least));
        return (await Tail(newest.FullName, token)).Reverse().Select(Parse).OfType<LogLine>()
            .Where(line => Levels.ToList().IndexOf(line.Level) >= lowest || lowest == 0)
            .Where(line => text is null || Has(line.Text, text) || Has(line.Source, text) || Has(line.Exception, text))
            .Take(count).ToList();
    }

    static bool Has(string? part, string text) => part?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    static async Task<string[]> Tail(string path, CancellationToken token)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024,
            useAsync: true);
        var isCut = file.Length > TailBytes;
        if (isCut) file.Seek(-TailBytes, SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = (await reader.ReadToEndAsync(token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // The first one may have lost its beginning.
        return isCut && lines.Length > 0 ? lines[1..] : lines;
    }

    /// <summary>Null for a line that is not all there yet.</summary>
    static LogLine? Parse(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject entry
                || !DateTimeOffset.TryParse(entry.Text("@t"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)) return null;
            return new LogLine(at, entry.Text("@l") ?? UsualLevel, entry.Text("@m") ?? Render(entry.Text("@mt") ?? "", entry),
                entry.Text("SourceContext"), entry.Text("@x"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The template with its values; those with a format stand beside it, already formatted.</summary>
    static string Render(string template, JsonObject entry)
    {
        var formatted = new Queue<string>(entry.Array("@r")?.Select(value => value?.ToString() ?? "") ?? []);
        return Place().Replace(template, place =>
        {
            if (place.Value == "{{") return "{";
            if (place.Value == "}}") return "}";
            if (place.Groups["format"].Success && formatted.TryDequeue(out var ready)) return ready;
            return entry.TryGetPropertyValue(place.Groups["name"].Value, out var value) ? value?.ToString() ?? "null" : place.Value;
        });
    }

    [GeneratedRegex(@"\{\{|\}\}|\{[@$]?(?<name>\w+)(,-?\d+)?(?<format>:[^}]+)?\}")]
    private static partial Regex Place();
}
