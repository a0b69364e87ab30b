using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Texts;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Messages;

/// <summary>Who reads a message: their language, their zone and when they work.</summary>
sealed record MessageReader(User Person, CultureInfo Language, TimeZoneInfo Zone, WorkingCalendar Calendar)
{
    public TellingTimes Times(MessageChoices choices) => new(choices, Calendar, Zone);

    public static MessageReader Of(ProcessDatabase database, WorkingCalendars calendars, string userId) =>
        Of(database, calendars, database.Users.AsNoTracking().First(user => user.Id == userId), Place.Of(database));

    public static MessageReader Of(ProcessDatabase database, WorkingCalendars calendars, User person, Place company) => new(person,
        MessageTexts.LanguageOf(person.Language ?? company.Language, company.Zone), CompanyDays.Zone(person.Zone ?? company.Zone),
        calendars.Of(CalendarName.OfPerson(person.Id), database));

    /// <summary>Where the company is, and which language is spoken there; null: by its zone.</summary>
    public sealed record Place(string Zone, string? Language)
    {
        public static Place Of(ProcessDatabase database) =>
            database.Companies.Select(company => new Place(company.Zone, company.Language)).FirstOrDefault() ?? new(Company.UsualZone, null);
    }
}
