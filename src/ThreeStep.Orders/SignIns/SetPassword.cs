using System.Security.Cryptography;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.SignIns;

/// <summary>A person has another password; they are signed out everywhere. A second factor stays.</summary>
public static class SetPassword
{
    /// <param name="hash">As Identity keeps passwords.</param>
    /// <param name="mustChange">It was made up for them.</param>
    /// <param name="isOwn">They have chosen it themselves, after they have proved who they are; else whoever sets it ends a lock-out by it.</param>
    public static Credential Apply(Change change, string userId, string hash, bool mustChange, bool isOwn = false)
    {
        var credential = change.Database.Credentials.Find(userId) ?? throw RefusalException.NotFound("user", userId);
        (credential.PasswordHash, credential.MustChangePassword) = (hash, mustChange);
        if (isOwn) change.Audit(AuditAction.PasswordChanged, userId);
        else SignInTries.Pass(credential);
        credential.Renew();
        return credential;
    }

    /// <returns>Whether there was anything to end.</returns>
    public static bool EndSessions(Change change, string userId)
    {
        var credential = change.Database.Credentials.Find(userId);
        credential?.Renew();
        return credential is not null;
    }

    /// <summary>Signs the person out everywhere.</summary>
    internal static void Renew(this Credential credential)
    {
        credential.SecurityStamp = RandomNumberGenerator.GetHexString(32);
        credential.Touch();
    }
}
