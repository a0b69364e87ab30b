using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Fields;

/// <summary>Which day it is at the company, and when a day begins there: what is planned for a day, or promised for it, is told by that.</summary>
public static class CompanyDays
{
    /// <summary>The company's time zone.</summary>
    public static TimeZoneInfo Zone(ProcessDatabase database) => Zone(database.Companies.Select(company => company.Zone).FirstOrDefault());

    /// <param name="id">IANA time zone; China's where it says nothing or is not known.</param>
    public static TimeZoneInfo Zone(string? id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id ?? Company.UsualZone, out var zone) ? zone : TimeZoneInfo.FindSystemTimeZoneById(Company.UsualZone);

    /// <summary>The day on which a moment falls.</summary>
    public static DateOnly Of(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    /// <summary>When a day begins, UTC. A midnight that the change to summer time leaves out is taken an hour later.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
