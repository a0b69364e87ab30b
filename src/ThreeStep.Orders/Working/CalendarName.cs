namespace ThreeStep.Orders.Working;

/// <summary>What calendars are called: <c>company</c>, <c>team:north</c>, <c>person:li</c>.</summary>
public static class CalendarName
{
    public const string Company = "company";
    const string Team = "team:";
    const string Person = "person:";

    public static string OfTeam(string id) => Team + id;

    public static string OfPerson(string id) => Person + id;

    /// <summary>A person's calendar where there is a person, otherwise the company's.</summary>
    public static string Of(string? personId) => string.IsNullOrEmpty(personId) ? Company : OfPerson(personId);

    public static string? TeamOf(string calendar) => Rest(calendar, Team);

    public static string? PersonOf(string calendar) => Rest(calendar, Person);

    static string? Rest(string calendar, string kind) =>
        calendar.StartsWith(kind, StringComparison.Ordinal) && calendar.Length > kind.Length ? calendar[kind.Length..] : null;
}
