using System.Security.Cryptography;
using System.Text;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.SignIns;

/// <summary>
/// What comes of a password or a code: in, a code is asked for, a second factor is to be set up first, or no and why. Gone: what was proved before
/// does not hold any more.
/// </summary>
public enum SignInAnswer { In, AsksForCode, AsksForSetUp, WrongPassword, WrongCode, SpentCode, UnreadableSecret, Locked, Gone }

/// <summary>Somebody has given a password to sign in.</summary>
public static class CheckPassword
{
    /// <param name="isRight">Whether it is that person's, and they may sign in. Compared outside of the transaction, because that takes long.</param>
    /// <param name="now">UTC, by the real clock.</param>
    public static SignInAnswer Apply(Change change, string userId, bool isRight, DateTimeOffset now)
    {
        var (user, credential) = (change.Database.Users.Find(userId), change.Database.Credentials.Find(userId));
        if (user is null || credential is null) return SignInAnswer.WrongPassword;
        if (SignInTries.IsLocked(change, credential, now)) return SignInAnswer.Locked;
        if (!isRight) return SignInTries.Fail(change, credential, now) ? SignInAnswer.Locked : SignInAnswer.WrongPassword;
        // What was wrong before is forgotten only after the code: else a right password would buy four more tries at the code each time.
        if (credential.HasSecondFactor) return SignInAnswer.AsksForCode;
        if (change.Database.Companies.Find(Company.TheId).Demands(user.Role)) return SignInAnswer.AsksForSetUp;
        SignInTries.Pass(credential);
        change.Audit(AuditAction.SignedIn);
        return SignInAnswer.In;
    }
}

/// <summary>Somebody who has given the right password gives a code of their app, or a recovery code.</summary>
public static class CheckCode
{
    /// <param name="stamp">The security stamp at the password: since then nothing may have changed.</param>
    /// <param name="now">UTC, by the real clock.</param>
    public static SignInAnswer Apply(Change change, string userId, string stamp, string? typed, SecondFactorSecrets secrets, DateTimeOffset now)
    {
        if (change.CredentialAsOf(userId, stamp) is not { HasSecondFactor: true } credential) return SignInAnswer.Gone;
        if (SignInTries.IsLocked(change, credential, now)) return SignInAnswer.Locked;
        var answer = Use(change, credential, typed, secrets, now);
        if (answer == SignInAnswer.In) change.Audit(AuditAction.SignedIn);
        return answer;
    }

    /// <summary>Uses a code up, or counts it as wrong.</summary>
    internal static SignInAnswer Use(Change change, Credential credential, string? typed, SecondFactorSecrets secrets, DateTimeOffset now)
    {
        var use = SecondFactor.Use(credential, secrets.Read(credential.Id, credential.SecondFactorSecret), typed, now);
        switch (use)
        {
            case CodeUse.Unreadable:
                change.Audit(AuditAction.SignInRefused, detail: "unreadable");
                return SignInAnswer.UnreadableSecret;
            case CodeUse.Wrong or CodeUse.Spent:
                if (!SignInTries.Fail(change, credential, now, "code")) return use == CodeUse.Spent ? SignInAnswer.SpentCode : SignInAnswer.WrongCode;
                // Only somebody with the password comes so far.
                SignInTries.Tell(change, credential.Id, NoticeKind.WrongCodes);
                return SignInAnswer.Locked;
            case CodeUse.RecoveryCode:
                change.Audit(AuditAction.RecoveryCodeUsed, credential.Id, $"{credential.RecoveryCodes.Count} left");
                SignInTries.Tell(change, credential.Id, NoticeKind.RecoveryCodeUsed);
                break;
        }
        SignInTries.Pass(credential);
        return SignInAnswer.In;
    }

    /// <summary>The credential of somebody who may still sign in; null where it was changed since they had this security stamp.</summary>
    internal static Credential? CredentialAsOf(this Change change, string userId, string stamp) =>
        change.Database.Users.Find(userId) is { IsActive: true } && change.Database.Credentials.Find(userId) is { } credential
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(credential.SecurityStamp ?? ""), Encoding.UTF8.GetBytes(stamp))
            ? credential : null;
}

/// <summary>Somebody who is signed in proves again who they are, before what would keep the door open for a thief of their browser.</summary>
public static class ProveOneself
{
    /// <param name="isRight">Whether the password is.</param>
    /// <param name="typed">A code or recovery code, where the person has a second factor.</param>
    /// <param name="now">UTC, by the real clock.</param>
    public static SignInAnswer Apply(Change change, string userId, bool isRight, string? typed, SecondFactorSecrets secrets, DateTimeOffset now)
    {
        var credential = change.Database.Credentials.Find(userId) ?? throw RefusalException.NotFound("user", userId);
        if (SignInTries.IsLocked(change, credential, now)) return SignInAnswer.Locked;
        if (!isRight)
            return SignInTries.Fail(change, credential, now, "present password") ? SignInAnswer.Locked : SignInAnswer.WrongPassword;
        if (credential.HasSecondFactor) return CheckCode.Use(change, credential, typed, secrets, now);
        SignInTries.Pass(credential);
        return SignInAnswer.In;
    }
}
