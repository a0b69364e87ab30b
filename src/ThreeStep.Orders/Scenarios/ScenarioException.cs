using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios;

/// <summary>A scenario cannot be read, cannot be played, or what it expects is not so; the words say which and what there was instead.</summary>
public sealed class ScenarioException(Message words, Exception? inner = null) : WordedException(words, inner);
