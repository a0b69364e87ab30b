using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Calendars;

/// <summary>
/// Whose calendar somebody may see and change. The company's and the teams' are everybody's to see and an administrator's to change; a person's is
/// theirs and their managers' to see, and their managers' to change: nobody gives themselves more time.
/// </summary>
public static class CalendarAccess
{
    public static bool MaySee(string name, RecordAccess access) =>
        CalendarName.PersonOf(name) is not { } person || access.Actor.UserId == person || MayChange(name, access);

    public static bool MayChange(string name, RecordAccess access)
    {
        if (access.Actor.Is(Role.Admin)) return true;
        return CalendarName.PersonOf(name) is { } person && access.Actor.Is(Role.Manager) && person != access.Actor.UserId
            && access.Owners?.Contains(person) == true;
    }

    /// <exception cref="RefusalException">There is no such calendar.</exception>
    public static void Require(string name, ProcessDatabase database)
    {
        var isThere = CalendarName.PersonOf(name) is { } person ? database.Users.Any(user => user.Id == person)
            : CalendarName.TeamOf(name) is { } team ? database.Teams.Any(row => row.Id == team) : name == CalendarName.Company;
        if (!isThere) throw RefusalException.NotFound("calendar", name);
    }
}
