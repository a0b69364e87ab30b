using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>
/// What the value of an input is beyond its type: an event, a workflow, a person. An input names its kind (<see cref="InputAttribute.Kind"/>), and
/// every value is looked at by it: literals and defaults before publishing, all of them when the activity runs.
/// </summary>
public abstract class ValueKind
{
    static readonly ConcurrentDictionary<Type, ValueKind> Known = new();

    /// <summary>The one of a type; kinds keep nothing, so one of each is enough.</summary>
    internal static ValueKind Of(Type type) => Known.GetOrAdd(type, kind => (ValueKind)Activator.CreateInstance(kind)!);

    /// <summary>It never stops an activity, so it is asked before publishing only.</summary>
    public virtual bool OnlyDoubts => false;

    /// <summary>What speaks against a value that is not blank; null when nothing does.</summary>
    /// <param name="node">The activity whose input it is.</param>
    public abstract Objection? Look(JsonNode value, ActivityNode node, Surroundings around);
}
