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
        Of(database, calendars, database.Users.AsNoTracking().First(user => user.Id == userId), CompanyZone(database));

    public static string CompanyZone(ProcessDatabase database) =>
        database.Companies.Select(company => company.Zone).FirstOrDefault() ?? Company.UsualZone;

    public static MessageReader Of(ProcessDatabase database, WorkingCalendars calendars, User person, string companyZone) => new(person,
        MessageTexts.LanguageOf(person.Language, companyZone), CompanyDays.Zone(person.Zone ?? companyZone),
        calendars.Of(CalendarName.OfPerson(person.Id), database));
}
