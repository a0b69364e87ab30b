namespace ThreeStep.Orders.Working;

/// <summary>
/// What a calendar says itself. What it leaves out it takes from the one above it: a person's from their team's, a team's from the company's.
/// </summary>
public sealed record CalendarDefinition
{
    /// <summary>IANA time zone; null as above. The company's own is kept with the company.</summary>
    public string? Zone { get; init; }

    /// <summary>Hours by day of the week, as <see cref="OpenHours.Read"/> reads them; null as above. A day that is not named is off.</summary>
    public IReadOnlyDictionary<DayOfWeek, string>? Week { get; init; }

    /// <summary>Whose official days count, as <see cref="OfficialDays"/> has them; empty for nobody's, null as above.</summary>
    public string? Official { get; init; }

    /// <summary>Days that are unlike their day of the week. They beat the official ones, and those of the calendar above.</summary>
    public IReadOnlyList<CalendarDay> Days { get; init; } = [];

    /// <summary>What a company has that has said nothing: nine to six on weekdays, with the official days of China.</summary>
    public static readonly CalendarDefinition Usual = new()
    {
        Zone = People.Company.UsualZone,
        Week = Weekdays("09:00-18:00"),
        Official = OfficialDays.China,
    };

    public static Dictionary<DayOfWeek, string> Weekdays(string hours) =>
        Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToDictionary(day => day, _ => hours);
}

/// <summary>A day that is unlike its day of the week: a holiday, a make-up workday (调休), a short day.</summary>
/// <param name="Hours">As <see cref="OpenHours.Read"/> reads them; empty for a day off, null for the hours of a usual working day.</param>
public sealed record CalendarDay(DateOnly Date, string? Name, string? Hours)
{
    public static CalendarDay Off(DateOnly date, string? name = null) => new(date, name, "");

    /// <summary>Worked although its day of the week is off.</summary>
    public static CalendarDay Worked(DateOnly date, string? name = null) => new(date, name, null);
}
