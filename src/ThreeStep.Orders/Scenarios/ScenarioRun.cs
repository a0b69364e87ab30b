using System.Diagnostics;
using ThreeStep.Orders.Scenarios.Sentences;

namespace ThreeStep.Orders.Scenarios;

/// <summary>Plays a story through in a company of its own and says where it went another way.</summary>
public static class ScenarioRun
{
    /// <summary>Real time: a story that goes round in a circle holds nobody up for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static async Task<ScenarioResult> Of(ScenarioFile file, Scenario scenario, WorkflowSet workflows, CancellationToken token = default)
    {
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Longest);
        StoryTeller? teller = null;
        Sentence? present = null;
        try
        {
            if (scenario.Given.Workflows is null && file.Workflow is { } tested && workflows.Refused.TryGetValue(tested, out var refused))
                throw new ScenarioException($"The workflow cannot be published: {refused}");
            var zone = GivenCompany.ZoneOf(scenario.Given);
            var now = new DateTimeOffset(scenario.Given.Now, zone.GetUtcOffset(scenario.Given.Now)).ToUniversalTime();
            await using var company = new PrivateCompany(now, GivenCompany.CalendarOf(scenario.Given), workflows.Template);
            var world = new ScenarioWorld(company, scenario.Given, limit.Token);
            teller = new StoryTeller(world);
            company.Runtime.BurstCommitted += teller.Tell;
            var kept = await TakeAway(company, scenario.Given.Workflows);
            await GivenCompany.Make(world, scenario.Given);
            foreach (var id in kept) await company.Definitions.PublishUnchecked(id);
            foreach (var sentence in scenario.Story)
            {
                present = sentence;
                if (sentence.IsHappening) teller.Say(sentence.Text);
                limit.Token.ThrowIfCancellationRequested();
                await sentence.Play(world);
            }
            present = null;
            if (!world.FailureIsExpected) new NothingHasFailed().Check(world);
            return Result(null);
        }
        catch (LocatedException error) { return Result(new ScenarioFailure(error.Error.Line, "", error.Error.Text)); }
        catch (ScenarioException error) { return Result(new ScenarioFailure(present?.Line ?? scenario.Line, present?.Text ?? "", error.Words)); }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What nobody foresaw is a failure of this story, and holds up no other.
            return Result(new ScenarioFailure(present?.Line ?? scenario.Line, present?.Text ?? "",
                new ScenarioException($"The story could not be played: {error.Message}").Words));
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return Result(new ScenarioFailure(present?.Line ?? scenario.Line, present?.Text ?? "",
                new ScenarioException($"The story did not come to an end within {Longest}. Does it go round in a circle?").Words));
        }

        ScenarioResult Result(ScenarioFailure? failure) =>
            new(file.Name, file.Workflow, scenario.Name, scenario.Line, watch.Elapsed, failure, teller?.Lines ?? []);
    }

    /// <summary>What could not be read is told as a failure of the file: nothing of it is played.</summary>
    public static IEnumerable<ScenarioResult> Unreadable(ScenarioFile file) => file.Errors.Select(error =>
        new ScenarioResult(file.Name, file.Workflow, file.Name, error.Line, TimeSpan.Zero, new ScenarioFailure(error.Line, "", error.Text), []));

    /// <summary>Where a story names its workflows, none is there until all that is given is: nothing begins with that.</summary>
    /// <returns>Those that the story names.</returns>
    static async Task<IReadOnlyList<string>> TakeAway(PrivateCompany company, IReadOnlyList<string>? named)
    {
        if (named is null) return [];
        var ids = company.Definitions.Compiled.Published().Select(workflow => workflow.Definition.DefinitionId).ToList();
        if (named.FirstOrDefault(id => !ids.Contains(id)) is { } missing) throw new ScenarioException($"There is no published workflow “{missing}”.");
        foreach (var id in ids) await company.Definitions.Retract(id);
        return named;
    }
}
