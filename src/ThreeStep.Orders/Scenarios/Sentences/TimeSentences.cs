using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>Time goes on, on the clock or by the company's calendar.</summary>
public sealed record TimePasses(Duration Span) : Sentence
{
    public override Task Play(ScenarioWorld world) => world.PassUntil(world.After(Span));
}

/// <summary>Time goes on until a moment at the company's place.</summary>
public sealed record ItIs(DateTime Moment) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var moment = world.At(Moment);
        if (moment < world.Now) throw new ScenarioException($"It is {world.Shown(world.Now)} already: time does not go back.");
        return world.PassUntil(moment);
    }
}

/// <summary>Somebody tries what the rules do not allow.</summary>
public sealed record Refused(Sentence Tried) : Sentence
{
    public override async Task Play(ScenarioWorld world)
    {
        try { await Tried.Play(world); }
        catch (ScenarioException refusal) when (refusal.InnerException is Records.RefusalException) { return; }
        throw new ScenarioException("It was not refused.");
    }
}

/// <summary>Several things happen at one moment, before any workflow moves on.</summary>
public sealed record AtOnce(IReadOnlyList<Sentence> Parts) : Sentence
{
    const string Between = "; and ";

    /// <exception cref="ScenarioException">A part is no sentence.</exception>
    public static AtOnce Read(string text) =>
        new([.. text.Split(Between, StringSplitOptions.TrimEntries).Select(part => SentenceForms.Read(part, StoryPart.When))]);

    public override Task Play(ScenarioWorld world) => world.AtOnce(async () =>
    {
        foreach (var part in Parts) await part.Play(world);
    });
}
