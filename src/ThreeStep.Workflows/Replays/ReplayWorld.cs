using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Replays;

/// <summary>What a replay knows besides the histories; nothing of it is changed.</summary>
/// <param name="Today">Records as they are now, for what no history tells.</param>
/// <param name="Definitions">Other workflows, as they are published now.</param>
/// <param name="FindVersion">Any version by its id.</param>
public sealed record ReplayWorld(IRecordReader Today, IDefinitionSource Definitions, Func<string, CompiledWorkflow?> FindVersion)
{
    /// <summary>Records that are answered otherwise than then: a table or a calendar that is tried. Null where nothing is.</summary>
    public Func<string, string, Given?> Tried { get; init; } = (_, _) => null;

    /// <summary>What a record of the past is where something else is tried: what followed from a former table falls away. By kind.</summary>
    public Func<string, JsonNode?, JsonNode?> Adapt { get; init; } = (_, value) => value;

    /// <summary>Kinds that follow from settings: nothing is guessed where the past did not ask for them and they are taken as today.</summary>
    public IReadOnlySet<string> Settled { get; init; } = new HashSet<string>();

    /// <summary>The person or role that a command asks something of; null where it asks nobody.</summary>
    public Func<Command, string?> WhoIsAsked { get; init; } = _ => null;

    /// <summary>The fields that a command asks a person to fill in; null where it asks for none.</summary>
    public Func<Command, string?> WhichFields { get; init; } = _ => null;

    /// <summary>The record that a command makes, as later bursts would read it; null where it makes none.</summary>
    public Func<Command, RecordRead?> Makes { get; init; } = _ => null;
}

/// <summary>An answer that may be "there is none".</summary>
public readonly record struct Given(JsonNode? Value);
