using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Bursts;

/// <summary>What starts a workflow from outside cannot be set up at this activity.</summary>
public sealed class TriggerException(ActivityNode node, Exception inner) : WordedException(WordedException.Of(inner) ?? Burst.Unforeseen, inner)
{
    public ActivityNode Node { get; } = node;
}
