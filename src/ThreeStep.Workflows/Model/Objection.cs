using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>What speaks against a value, in words.</summary>
public sealed record Objection(Message Words, Weight Weight)
{
    /// <summary>The value cannot be used, now or later.</summary>
    public static Objection Certain(Message words) => new(words, Weight.Certain);

    /// <summary>The value cannot be used as things stand; that may change before the step is reached.</summary>
    public static Objection ForNow(Message words) => new(words, Weight.ForNow);

    /// <summary>The value can be used, but is most likely wrong.</summary>
    public static Objection Doubt(Message words) => new(words, Weight.Doubt);

    /// <summary>The activity stops with an incident where it meets such a value.</summary>
    public bool IsFault => Weight != Weight.Doubt;

    /// <summary>What it weighs before publishing.</summary>
    public Severity Severity => Weight == Weight.Certain ? Severity.Error : Severity.Warning;
}

public enum Weight { Doubt, ForNow, Certain }
