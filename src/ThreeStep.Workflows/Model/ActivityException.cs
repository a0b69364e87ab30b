using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>An activity cannot do what it is for: it becomes an incident, told in these words.</summary>
public sealed class ActivityException(Message words) : WordedException(words);
