using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.SignIns;

/// <summary>How often one may be wrong, and who must give a code.</summary>
public static class SignInRules
{
    /// <summary>Passwords and codes together, in a row.</summary>
    public const int WrongTriesAllowed = 5;
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);

    /// <summary>Whether whoever has this role must sign in with a second factor.</summary>
    public static bool Demands(this Company? company, Role role) => company?.SecondFactorRoles.Contains(role) == true;
}

/// <summary>Counts what was wrong in the transaction that answers, so that a hundred tries at once are a hundred.</summary>
static class SignInTries
{
    /// <summary>Nobody gets in for a while, also not with what is right.</summary>
    public static bool IsLocked(Change change, Credential credential, DateTimeOffset now)
    {
        if (!(credential.LockoutEnd > now)) return false;
        change.Audit(AuditAction.SignInRefused, detail: "locked");
        return true;
    }

    /// <summary>One more was wrong.</summary>
    /// <param name="what">For the audit log: what was wrong, if it was not the password at signing in.</param>
    /// <returns>Whether the person is locked out by it.</returns>
    public static bool Fail(Change change, Credential credential, DateTimeOffset now, string? what = null)
    {
        credential.AccessFailedCount++;
        var isLocked = credential.AccessFailedCount >= SignInRules.WrongTriesAllowed;
        if (isLocked) (credential.LockoutEnd, credential.AccessFailedCount) = (now + SignInRules.LockOut, 0);
        credential.Touch();
        change.Audit(isLocked ? AuditAction.LockedOut : AuditAction.SignInRefused, detail: what);
        return isLocked;
    }

    /// <summary>All that was asked for was right.</summary>
    public static void Pass(Credential credential)
    {
        (credential.AccessFailedCount, credential.LockoutEnd) = (0, null);
        credential.Touch();
    }

    /// <summary>Identity writes whole rows: one that it has read before must not be written over what was counted here.</summary>
    public static void Touch(this Credential credential) => credential.ConcurrencyStamp = Guid.NewGuid().ToString();

    /// <summary>Tells a person what happened to their sign-in, and from where: if it was not them, they must know.</summary>
    public static void Tell(Change change, string userId, NoticeKind kind)
    {
        var by = change.By.UserId is { } id ? change.Database.Users.Find(id)?.Name ?? id : "服务器 · Server";
        // It says the way first: "page 10.0.0.7".
        var address = change.By.From?.Split(' ') is [_, { Length: > 0 } from] ? from : null;
        Notice.Add(change, userId, kind, by, address is null ? null : (Message)$"From the address {address}.", "/profile");
    }
}
