using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>Something went wrong: where, what, when (UTC); for expressions also which property and line.</summary>
/// <param name="Message">In English, as Elsa's API has it.</param>
/// <param name="ExceptionType">What kind of failure it was, in one word.</param>
/// <param name="Words">The same to be said in the reader's language; null in what was written before there were words.</param>
public sealed record Incident(string ActivityId, string NodeId, string ActivityType, string Message, string ExceptionType, DateTimeOffset At,
    string? Property = null, int? Line = null, Message? Words = null)
{
    /// <summary>What people are told.</summary>
    [JsonIgnore] public Message Told => Words ?? Message;
}
