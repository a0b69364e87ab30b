using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Scenarios;

/// <summary>
/// Makes what a story says there is: the company, its calendar, its people and records, each by the change that makes it anywhere else.
/// </summary>
static class GivenCompany
{
    static readonly string[] Order = ["Customer", "Campaign", "Lead", "Deal", "Case"];

    /// <exception cref="ScenarioException">There is no such zone.</exception>
    public static TimeZoneInfo ZoneOf(Given given)
    {
        var name = TextOf(given.Company, "zone") ?? Company.UsualZone;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw new ScenarioException($"There is no time zone “{name}”.");
    }

    /// <summary>Nine to six on weekdays, without anybody's official days, unless the story says otherwise.</summary>
    public static CalendarDefinition CalendarOf(Given given)
    {
        if (given.Calendar?.Fields.Keys.FirstOrDefault(name => name is not ("holidays" or "workdays" or "hours" or "official")) is { } other)
            throw new ScenarioException($"There is no field “{other}” here. Known are: holidays, workdays, hours, official.");
        var definition = new CalendarDefinition
        {
            Zone = ZoneOf(given).Id,
            Week = CalendarDefinition.Weekdays(TextOf(given.Calendar, "hours") ?? "09:00-18:00"),
            Official = TextOf(given.Calendar, "official") ?? "",
            Days =
            [
                .. Days(given, "holidays").Select(day => CalendarDay.Off(day)),
                .. Days(given, "workdays").Select(day => CalendarDay.Worked(day)),
            ],
        };
        try { _ = new WorkingCalendar([definition]); }
        catch (Workflows.Values.ValueConversionException refusal) { throw new ScenarioException(refusal.Words, refusal); }
        return definition;
    }

    static IEnumerable<DateOnly> Days(Given given, string name) => given.Calendar?.Fields.GetValueOrDefault(name) switch
    {
        null => [],
        JsonArray days => days.Select(day => Day(day)),
        var day => [Day(day)],
    };

    static DateOnly Day(JsonNode? day) => DateOnly.FromDateTime(Sentences.SlotKinds.ReadMoment(day?.ToString() ?? ""));

    /// <exception cref="LocatedException">A person or a record cannot be made.</exception>
    public static async Task Make(ScenarioWorld world, Given given)
    {
        var known = given.Company?.Fields ?? new Dictionary<string, JsonNode?>();
        await At(given.Company, async () =>
        {
            if (known.Keys.FirstOrDefault(name => name is not ("zone" or "currency" or "largeDealAmount" or "name")) is { } other)
                throw new ScenarioException($"There is no field “{other}” here. Known are: name, zone, currency, largeDealAmount.");
            await world.Do(null, change => change.Database.Add(new Company
            {
                Name = TextOf(given.Company, "name") ?? "Company",
                Currency = TextOf(given.Company, "currency") ?? "CNY",
                Zone = ZoneOf(given).Id,
                LargeDealAmount = AmountOf(known.GetValueOrDefault("largeDealAmount")) ?? Company.UsualLargeDealAmount,
                // Nobody signs in to a story: who is away says so.
                MissedAfter = null,
            }));
        });
        foreach (var person in given.People)
            await At(person, () => world.Do(null, change => change.Database.Users.Add(RecordFields.Person(world, person))));
        foreach (var person in given.People.Where(person => person.Fields.ContainsKey("away")))
            await At(person, () => world.Do(person.Name, change => SetLeave.Apply(change, LeaveOf(person))));
        foreach (var record in given.Records.OrderBy(record => Array.IndexOf(Order, record.Kind)))
            await At(record, () => world.Do(null, RecordFields.Maker(world, record.Kind, record.Name, record.Fields)));
    }

    /// <summary>“2026-03-02 to 2026-03-06”.</summary>
    static LeaveInput LeaveOf(GivenThing person)
    {
        var days = (TextOf(person, "away") ?? "").Split([" to ", "到", "至"], StringSplitOptions.TrimEntries);
        return new LeaveInput
        {
            UserId = person.Name,
            From = DateOnly.FromDateTime(Sentences.SlotKinds.ReadMoment(days[0])),
            To = DateOnly.FromDateTime(Sentences.SlotKinds.ReadMoment(days[^1])),
            SubstituteId = TextOf(person, "substitute"),
        };
    }

    /// <summary>What the story says an address answers; null where it says nothing, and nobody answers.</summary>
    public static HttpAnswer? AnswerTo(Given given, OutgoingRequest request)
    {
        var url = request.Url.ToString();
        if (given.Answers.FirstOrDefault(answer => url.StartsWith(answer.Name, StringComparison.OrdinalIgnoreCase)) is not { } said) return null;
        var content = said.Fields.GetValueOrDefault("with")?.DeepClone();
        var status = TextOf(said, "status") is { } code ? int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : 200;
        return new HttpAnswer(status, new Dictionary<string, string[]>(), content is JsonValue ? "text/plain" : "application/json", content);
    }

    static decimal? AmountOf(JsonNode? value) => value is null ? null
        : value is JsonValue number && number.TryGetValue(out decimal amount) ? amount
            : throw new ScenarioException($"The field “{"largeDealAmount"}” cannot hold this.");

    static string? TextOf(GivenThing? thing, string field) => thing?.Fields.GetValueOrDefault(field)?.ToString();

    static async Task At(GivenThing? thing, Func<Task> make)
    {
        try { await make(); }
        catch (ScenarioException error) { throw new LocatedException(thing?.Line ?? 1, 1, error); }
    }
}
