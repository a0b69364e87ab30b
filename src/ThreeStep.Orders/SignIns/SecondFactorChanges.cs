using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.SignIns;

/// <summary>
/// A person's app has the new secret, as its code shows: from now on a code is asked for. Other browsers are signed out. Whoever calls has had them
/// prove who they are.
/// </summary>
public static class TurnOnSecondFactor
{
    /// <param name="isSigningIn">They must have one and have none: it is set up between password and cookie, and cannot replace one.</param>
    /// <param name="now">UTC, by the real clock.</param>
    /// <returns>The recovery codes, told this once.</returns>
    /// <exception cref="RefusalException">The code is not of this secret, or the proposal is good for nothing any more.</exception>
    public static IReadOnlyList<string> Apply(Change change, SecretProposal proposal, string? typed, bool isSigningIn, SecondFactorSecrets secrets,
        DateTimeOffset now)
    {
        var credential = Ready(change, proposal, isSigningIn, now);
        var step = StepOf(proposal, typed, now);
        (credential.SecondFactorSecret, credential.SecondFactorSince) = (secrets.Protect(credential.Id, proposal.Secret), now);
        credential.SecondFactorStep = step;
        var codes = RenewRecoveryCodes.Make(credential);
        credential.Renew();
        SignInTries.Pass(credential);
        change.Audit(AuditAction.SecondFactorOn, credential.Id);
        if (isSigningIn) change.Audit(AuditAction.SignedIn);
        SignInTries.Tell(change, credential.Id, NoticeKind.SecondFactorOn);
        return codes;
    }

    /// <summary>The step of a proposal's code.</summary>
    /// <exception cref="RefusalException">It is not the proposal's.</exception>
    public static long StepOf(SecretProposal proposal, string? typed, DateTimeOffset now) =>
        SecondFactor.StepOf(proposal.Secret, typed ?? "", now)
            ?? throw RefusalException.Invalid("code", "The code does not belong to this key. Codes go by the clock: is the time on your phone right?");

    static Credential Ready(Change change, SecretProposal proposal, bool isSigningIn, DateTimeOffset now)
    {
        var credential = change.CredentialAsOf(proposal.UserId, proposal.Stamp);
        if (credential is null || proposal.Until < now || (isSigningIn && (credential.HasSecondFactor || credential.LockoutEnd > now)))
            throw RefusalException.Conflict("This took too long, or your sign-in was changed meanwhile. Begin anew.");
        return credential;
    }

    internal static void Clear(this Credential credential)
    {
        (credential.SecondFactorSecret, credential.SecondFactorSince, credential.SecondFactorStep) = (null, null, null);
        credential.RecoveryCodes = [];
        credential.Renew();
    }
}

/// <summary>A person gives their own second factor up, where their role lets them. Other browsers are signed out.</summary>
public static class TurnOffSecondFactor
{
    public static Credential Apply(Change change, string userId)
    {
        var user = change.Database.Users.Find(userId) ?? throw RefusalException.NotFound("user", userId);
        if (change.Database.Companies.Find(Company.TheId).Demands(user.Role))
            throw RefusalException.Conflict("Your role needs a second factor. It can be moved to another phone.");
        var credential = RenewRecoveryCodes.Present(change, userId);
        credential.Clear();
        change.Audit(AuditAction.SecondFactorOff, userId);
        SignInTries.Tell(change, userId, NoticeKind.SecondFactorOff);
        return credential;
    }
}

/// <summary>
/// An administrator takes away the second factor of somebody who has lost theirs: a password is enough then, and whose role must have one sets it up
/// at the next sign-in.
/// </summary>
public static class ResetSecondFactor
{
    public static string Apply(Change change, string userId)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        if (change.Database.Users.Find(userId) is null) throw RefusalException.NotFound("user", userId);
        if (change.By.UserId == userId) throw RefusalException.Conflict("Nobody resets their own second factor: another administrator does that.");
        RenewRecoveryCodes.Present(change, userId).Clear();
        change.Audit(AuditAction.SecondFactorReset, userId);
        SignInTries.Tell(change, userId, NoticeKind.SecondFactorReset);
        return userId;
    }
}

/// <summary>New recovery codes in the place of the former ones.</summary>
public static class RenewRecoveryCodes
{
    /// <returns>The codes, told this once.</returns>
    public static IReadOnlyList<string> Apply(Change change, string userId)
    {
        var credential = Present(change, userId);
        var codes = Make(credential);
        credential.Touch();
        change.Audit(AuditAction.RecoveryCodesMade, userId);
        return codes;
    }

    internal static IReadOnlyList<string> Make(Credential credential)
    {
        var codes = SecondFactor.NewRecoveryCodes();
        credential.RecoveryCodes = codes.Select(SecondFactor.HashOf).ToList();
        return codes;
    }

    internal static Credential Present(Change change, string userId) =>
        change.Database.Credentials.Find(userId) is { HasSecondFactor: true } credential ? credential
            : throw RefusalException.Conflict("There is no second factor.");
}
