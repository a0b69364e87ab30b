using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Staff;

/// <summary>What may be given for a new or changed person; what is left out stays as it is, what is given as nothing goes.</summary>
public sealed record PersonInput
{
    /// <summary>The sign-in name of a new person; made up unless told.</summary>
    public string? Id { get; init; }
    public Given<string?> Name { get; init; }
    public Given<string?> Email { get; init; }
    public Given<Role> Role { get; init; }
    public Given<string?> Position { get; init; }
    public Given<string?> ManagerId { get; init; }
    public Given<string?> TeamId { get; init; }
    /// <summary>IANA time zone.</summary>
    public Given<string?> Zone { get; init; }
    public Given<string?> Language { get; init; }
    public Given<bool> IsActive { get; init; }
    /// <summary>With <see cref="IsActive"/> false: who takes over what this person has in hand.</summary>
    public TakeOverInput? TakeOver { get; init; }
}

/// <summary>Somebody comes to work with ThreeStep.</summary>
public static class AddPerson
{
    const int LongestId = 64;

    public static User Apply(Change change, PersonInput input)
    {
        var name = TextField.Required(input.Name.Value, "name", "A name is needed.");
        if (input.Id is { } wished
            && (wished.Length is 0 or > LongestId || !wished.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_')))
            throw RefusalException.Invalid("id", "A sign-in name has letters, digits, dots and dashes only, 64 at most.");
        var user = new User { Id = input.Id ?? change.NewId(), Name = name };
        if (change.Database.Users.Find(user.Id) is not null) throw RefusalException.Conflict($"There is a user '{user.Id}' already.", "id");
        ChangePerson.Set(change, user, input);
        change.Database.Users.Add(user);
        change.Audit(AuditAction.PersonCreated, user.Id, user.Role.ToString());
        return user;
    }
}

/// <summary>Somebody's name, address, rights or place in the company changes.</summary>
public static class ChangePerson
{
    /// <returns>The person, and whether what they may do has changed.</returns>
    public static (User Person, bool RightsChanged) Apply(Change change, string id, PersonInput input)
    {
        var user = change.Database.Users.Find(id) ?? throw RefusalException.NotFound("user", id);
        var before = (user.Role, user.Position, user.ManagerId, user.IsActive);
        var givesUpOwnRights = input.Role.IsGiven && input.Role.Value != user.Role || input.IsActive is { IsGiven: true, Value: false };
        if (change.By.UserId == id && givesUpOwnRights)
            throw RefusalException.Conflict("Nobody takes away their own rights: another administrator does that.", "role");
        Set(change, user, input);
        if (before.IsActive && !user.IsActive) Leave(change, user, input.TakeOver);
        else if (user.IsActive) Follow(change, user, before.Role, before.ManagerId);
        if (before == (user.Role, user.Position, user.ManagerId, user.IsActive)) return (user, false);
        change.Audit(AuditAction.RightsChanged, id, $"{user.Role} {user.Position} {user.ManagerId} {(user.IsActive ? "active" : "inactive")}");
        return (user, true);
    }

    static void Leave(Change change, User user, TakeOverInput? takeOver)
    {
        TakeOver.Apply(change, user, takeOver);
        change.Audit(AuditAction.PersonLeft, user.Id, user.TakenOverById);
    }

    /// <summary>What waits with somebody because of a role or place they no longer have goes to who has it now.</summary>
    static void Follow(Change change, User user, Role formerRole, string? formerManager)
    {
        user.TakenOverById = null;
        if (formerRole is Role.Manager or Role.Admin && user.Role is not (Role.Manager or Role.Admin))
            WaitingAnswers.GiveOn(change, user.Id, user.ManagerId);
        if (formerManager is null || user.ManagerId is not { } manager || manager == formerManager) return;
        WaitingAnswers.FollowManager(change, user.Id, formerManager, manager);
        WaitingTasks.FollowManager(change, user.Id, formerManager, manager);
    }

    internal static void Set(Change change, User user, PersonInput input)
    {
        user.Name = input.Name.Or(user.Name, text => TextField.Required(text, "name", "A name is needed."))!;
        if (Requirements.Chosen(input.Zone.Value) is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            throw RefusalException.Invalid("zone", $"There is no time zone '{zone}'. It is written as Asia/Shanghai.");
        if (Requirements.Chosen(input.ManagerId.Value) is { } managerId)
        {
            if (managerId != user.ManagerId) change.RequireUser(managerId, "managerId");
            for (var above = managerId; above is not null; above = change.Database.Users.Find(above)?.ManagerId)
                if (above == user.Id) throw RefusalException.Invalid("managerId", "Nobody is their own manager, not by way of others either.");
        }
        user.Email = input.Email.Or(user.Email, text => MailField.Of(text, "email"));
        user.Role = input.Role.Or(user.Role);
        user.Position = input.Position.Or(user.Position, text => PositionOf(change, text, user.Position));
        user.ManagerId = Chosen(input.ManagerId, user.ManagerId);
        var team = user.TeamId;
        user.TeamId = input.TeamId.Or(user.TeamId, text => TeamOf(change, text));
        user.Zone = Chosen(input.Zone, user.Zone);
        user.Language = input.Language.Or(user.Language, Spoken);
        user.IsActive = input.IsActive.Or(user.IsActive);
        if (user.TeamId == team) return;
        // Another team may have other hours.
        change.Database.SaveChanges();
        DueTimes.Recount(change);
    }

    /// <summary>One that approval tables can ask for: who had a made-up one would never be asked.</summary>
    static string? PositionOf(Change change, string? text, string? present)
    {
        if (TextField.Line(text, "position", TextField.LongestName) is not { } position) return null;
        if (position == present) return present;
        var all = Positions.All(change.Database);
        return all.Contains(position) ? position : throw RefusalException.Invalid("position",
            $"There is no position “{position}”. There are {string.Join(", ", all)}; an administrator adds others in the settings.");
    }

    static string? TeamOf(Change change, string? text) => Requirements.Chosen(text) is not { } id ? null
        : change.Database.Teams.Find(id) is not null ? id : throw RefusalException.Invalid("teamId", $"There is no team '{id}'.");

    /// <summary>One of the two languages that pages speak; blank: as the browser says.</summary>
    internal static string? Spoken(string? language) => Requirements.Chosen(language) is null or "zh-CN" or "en" ? Requirements.Chosen(language)
        : throw RefusalException.Invalid("language", "The language is zh-CN or en.");

    static string? Chosen(Given<string?> given, string? present) => given.IsGiven ? Requirements.Chosen(given.Value) : present;
}
