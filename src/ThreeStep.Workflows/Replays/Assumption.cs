namespace ThreeStep.Workflows.Replays;

/// <summary>What is assumed of a question that was not asked then.</summary>
public enum Assumption
{
    /// <summary>As such a question was usually answered, after the usual time.</summary>
    Usual,
    /// <summary>Nobody answers it.</summary>
    Never,
    /// <summary>It is answered as usual, at once.</summary>
    AtOnce,
}
