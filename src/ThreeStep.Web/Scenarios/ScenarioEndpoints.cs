using System.Globalization;
using System.Security.Claims;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Scenarios;

/// <summary>The scenarios of workflows: read, written and played by whoever may edit the workflow.</summary>
static class ScenarioEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var scenarios = api.MapGroup("workflows/{definitionId}/scenarios").WithTags("Workflows");
        scenarios.MapGet("", List).RequireAuthorization(Policies.Oversight);
        scenarios.MapPut("{name}", Save).RequireAuthorization(Policies.Process);
        scenarios.MapDelete("{name}", Delete).RequireAuthorization(Policies.Process);
        scenarios.MapPost("run", Run).RequireAuthorization(Policies.Process);
        scenarios.MapPost("of-case/{instanceId}", OfCase).RequireAuthorization(Policies.Process);
    }

    /// <param name="Scenarios">The names of those that could be read.</param>
    public sealed record TextAnswer(string Name, bool IsFile, string Text, string? SavedById, DateTimeOffset? SavedAt,
        IReadOnlyList<string> Scenarios, IReadOnlyList<ErrorAnswer> Errors);

    public sealed record ErrorAnswer(int Line, int Column, string Text);

    /// <param name="Text">As docs/scenarios.md says.</param>
    public sealed record TextInput(string? Text);

    /// <param name="Draft">Over the draft, rather than over what is published.</param>
    public sealed record RunInput(bool? Draft);

    /// <param name="What">What was otherwise, in the caller's language; null where all was as expected.</param>
    public sealed record OutcomeAnswer(string File, string Name, bool HasPassed, int Milliseconds, int? Line, string? Sentence, string? What,
        IReadOnlyList<string> Story);

    /// <param name="IsOver">False where the run was given up.</param>
    public sealed record RunAnswer(int Passed, int Failed, bool IsOver, IReadOnlyList<OutcomeAnswer> Outcomes);

    static IReadOnlyList<TextAnswer> List(string definitionId, ScenarioDesk desk, ProcessStore store, HttpRequest request)
    {
        using (var database = store.Query())
            if (!database.Definitions.Any(row => row.DefinitionId == definitionId)) throw RefusalException.NotFound("workflow", definitionId);
        var language = ReaderLanguage.Of(request);
        return desk.Texts(definitionId).Select(text => Answer(text, language)).ToList();
    }

    static TextAnswer Answer(ScenarioText text, CultureInfo language)
    {
        var read = text.Read();
        return new(text.Name, text.IsFile, text.Text, text.SavedById, text.SavedAt, read.Scenarios.Select(scenario => scenario.Name).ToList(),
            read.Errors.Select(error => new ErrorAnswer(error.Line, error.Column, MessageTexts.In(language, error.Text))).ToList());
    }

    static async Task<TextAnswer> Save(string definitionId, string name, TextInput input, ClaimsPrincipal caller, OrderRecords records,
        HttpRequest request)
    {
        var kept = await records.Write(caller.Actor(), change => SaveScenario.Apply(change, definitionId, name, input.Text));
        return Answer(new ScenarioText(kept.Name, false, kept.Text, kept.SavedById, kept.SavedAt), ReaderLanguage.Of(request));
    }

    static async Task<IResult> Delete(string definitionId, string name, ClaimsPrincipal caller, OrderRecords records)
    {
        await records.Write(caller.Actor(), change => SaveScenario.Delete(change, definitionId, name));
        return Results.NoContent();
    }

    static async Task<RunAnswer> Run(string definitionId, RunInput input, ScenarioDesk desk, HttpRequest request)
    {
        var found = await desk.Run(definitionId, input.Draft == true).WaitAsync(request.HttpContext.RequestAborted);
        var language = ReaderLanguage.Of(request);
        return new(found.Outcomes.Count - found.Failed, found.Failed, found.IsOver,
            found.Outcomes.Select(outcome => Answer(outcome, language)).ToList());
    }

    static OutcomeAnswer Answer(ScenarioOutcome outcome, CultureInfo language) => new(
        outcome.File, outcome.Name, outcome.HasPassed, outcome.Milliseconds, outcome.FailedLine, outcome.Sentence,
        outcome.What is null ? null : MessageTexts.In(language, outcome.What),
        outcome.HasPassed ? [] : outcome.Told.Select(line => $"{line.At} {MessageTexts.In(language, line.Said(language))}").ToList());

    /// <param name="Text">A scenario that was made of what is recorded of a finished case; it is not kept.</param>
    /// <param name="Outcome">What came of it over the versions that the case ran on.</param>
    public sealed record CaseAnswer(string Text, OutcomeAnswer Outcome);

    static async Task<CaseAnswer> OfCase(string definitionId, string instanceId, ClaimsPrincipal caller, ScenarioDesk desk, HttpRequest request)
    {
        var (text, outcome) = await desk.OfCase(caller.Actor(), definitionId, instanceId, request.HttpContext.RequestAborted);
        return new(text, Answer(outcome, ReaderLanguage.Of(request)));
    }
}
