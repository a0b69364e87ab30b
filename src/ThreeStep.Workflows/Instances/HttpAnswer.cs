using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Instances;

/// <summary>What became of an HTTP request: an answer, or why there is none.</summary>
/// <param name="Content">JSON as it is, text as text, anything else as Base64.</param>
/// <param name="Message">What went wrong, in words for whoever drew the workflow.</param>
public sealed record HttpAnswer(
    int? StatusCode, IReadOnlyDictionary<string, string[]> Headers, string? ContentType, JsonNode? Content, HttpFailure? Failure = null,
        string? Message = null)
{
    public static HttpAnswer Failed(HttpFailure failure, string message) =>
        new(null, new Dictionary<string, string[]>(), null, null, failure, message);
}

public enum HttpFailure
{
    /// <summary>Nobody answers there, however often it was tried.</summary>
    FailedToConnect,
    /// <summary>The answer took too long, however often it was tried.</summary>
    Timeout,
    /// <summary>The settings do not allow this host or address, or the request is not valid.</summary>
    Refused,
    /// <summary>The answer is larger than the settings allow.</summary>
    TooLarge,
}
