using System.Globalization;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>Writes what a case took place in: the company, its days, and its people.</summary>
sealed class GivenText(CaseNames names, ProcessDatabase database, TimeZoneInfo zone)
{
    /// <summary>After its end, for what is counted from then.</summary>
    const int DaysAfter = 60;

    public IEnumerable<string> Lines(CaseHistory history)
    {
        var company = database.Companies.FirstOrDefault();
        var facts = new List<string> { $"zone: {zone.Id}", $"currency: {company?.Currency ?? "CNY"}" };
        if (company is not null && company.LargeDealAmount != Company.UsualLargeDealAmount)
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"largeDealAmount: {company.LargeDealAmount:0.##}"));
        yield return $"  company: {{ {string.Join(", ", facts)} }}";
        if (Calendar(history) is { Count: > 0 } calendar) yield return $"  calendar: {{ {string.Join(", ", calendar)} }}";
        yield return "  people:";
        foreach (var person in names.People.OrderBy(person => names.Of(person.Id), StringComparer.Ordinal))
        {
            var known = new List<string> { $"role: {person.Role}" };
            if (person.Position is { } position) known.Add($"position: {position}");
            if (names.Of(person.ManagerId) is { } manager) known.Add($"manager: {manager}");
            yield return $"    {names.Of(person.Id)}: {{ {string.Join(", ", known)} }}";
        }
    }

    /// <summary>The days of the case that are unlike their day of the week.</summary>
    List<string> Calendar(CaseHistory history)
    {
        var own = database.Calendars.Where(version => version.Calendar == CalendarName.Company).OrderByDescending(version => version.Id)
            .FirstOrDefault();
        var (facts, definition) = (new List<string>(), own?.Definition);
        if (definition is null) return facts;
        var calendar = new WorkingCalendar([definition with { Zone = zone.Id }]);
        if (calendar.Week.GetValueOrDefault(DayOfWeek.Monday) is { } hours && hours != "09:00-18:00") facts.Add($"hours: \"{hours}\"");
        var days = Enumerable.Range(0, (int)(history.End - history.Begin).TotalDays + DaysAfter)
            .Select(day => calendar.DayOf(history.Begin).AddDays(day)).ToList();
        Add("holidays", days.Where(day => !IsWeekend(day) && !calendar.IsWorkday(day)));
        Add("workdays", days.Where(day => IsWeekend(day) && calendar.IsWorkday(day)));
        return facts;

        void Add(string name, IEnumerable<DateOnly> found)
        {
            var list = found.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToList();
            if (list.Count > 0) facts.Add($"{name}: [{string.Join(", ", list)}]");
        }
    }

    static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
