namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>One sentence of a story.</summary>
public abstract record Sentence
{
    /// <summary>As it was written.</summary>
    public string Text { get; init; } = "";
    /// <summary>Where it stands, counted from 1.</summary>
    public int Line { get; init; }
    /// <summary>Whether it says that something happens, rather than what is expected.</summary>
    public virtual bool IsHappening => true;

    /// <exception cref="ScenarioException">It cannot happen, or what it expects is not so.</exception>
    public abstract Task Play(ScenarioWorld world);
}

/// <summary>A sentence that says what is expected.</summary>
public abstract record Expectation : Sentence
{
    public sealed override bool IsHappening => false;

    public sealed override Task Play(ScenarioWorld world)
    {
        Check(world);
        return Task.CompletedTask;
    }

    /// <exception cref="ScenarioException">It is not so; says what there is instead.</exception>
    public abstract void Check(ScenarioWorld world);
}

/// <summary>Whether a sentence says what happens or what is then expected.</summary>
public enum StoryPart { When, Then }
