using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.SignIns;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>The second factor: its code at signing in, setting it up, giving it up.</summary>
sealed class CodeSignIn(PasswordSignIn passwords, ProcessStore store, OrderRecords records, SecondFactorSecrets secrets)
{
    static DateTimeOffset RealTime => System.TimeProvider.System.GetUtcNow();

    /// <summary>The cookie of somebody who has given the right password before and now the right code.</summary>
    /// <returns>Null where the password does not hold any more: they begin anew.</returns>
    /// <exception cref="RefusalException">The code is not right, or the person is locked out.</exception>
    public async Task<ClaimsPrincipal?> Check(HalfSignedIn half, string? typed, string from)
    {
        if (await UserOf(half) is not { } user) return null;
        var answer = await records.Record(new Actor(user.Id, user.Role, From: from),
            change => CheckCode.Apply(change, user.Id, half.Stamp, typed, secrets, RealTime));
        return answer switch
        {
            SignInAnswer.In => PasswordSignIn.CookieOf(user, half.Stamp, SignedInBy.Code),
            SignInAnswer.Gone => null,
            _ => throw await passwords.NotIn(answer, user.Id),
        };
    }

    /// <summary>A new secret for a person, to be confirmed by a code.</summary>
    public static SecretProposal Propose(HalfSignedIn half) =>
        new(half.UserId, half.Stamp, SecondFactor.NewSecret(), RealTime + SecretProposal.Life);

    /// <summary>The same for somebody who is signed in.</summary>
    public async Task<SecretProposal> Propose(string userId)
    {
        await using var database = store.Query();
        var stamp = await database.Credentials.Where(row => row.Id == userId).Select(row => row.SecurityStamp).FirstOrDefaultAsync();
        return Propose(new HalfSignedIn(userId, stamp ?? ""));
    }

    /// <summary>A proposal as the form carries it.</summary>
    public string Written(SecretProposal proposal) => secrets.Propose(proposal);

    /// <summary>What a form has carried, where it is this person's and still good.</summary>
    public SecretProposal? Read(string? token, string userId) =>
        secrets.ReadProposal(token) is { } proposal && proposal.UserId == userId && proposal.Until > RealTime ? proposal : null;

    /// <summary>Sets it up for somebody who must have it and has given the right password before.</summary>
    /// <exception cref="RefusalException">The code is not of this secret, or something was changed meanwhile.</exception>
    public async Task<(ClaimsPrincipal Cookie, IReadOnlyList<string> RecoveryCodes)> SetUp(HalfSignedIn half, SecretProposal proposal, string? typed,
        string from)
    {
        var user = await UserOf(half) ?? throw RefusalException.NotFound("user", half.UserId);
        var codes = await records.Record(new Actor(user.Id, user.Role, From: from),
            change => TurnOnSecondFactor.Apply(change, proposal, typed, isSigningIn: true, secrets, RealTime));
        return (await passwords.Renewed(new ClaimsPrincipal(), user.Id), codes);
    }

    /// <summary>Turns it on for somebody who is signed in, or moves it to another app.</summary>
    /// <param name="present">The present password.</param>
    /// <param name="code">A code of the former app, or a recovery code, where there is one.</param>
    /// <param name="typed">A code of the new app.</param>
    /// <exception cref="RefusalException">Something of it is not right.</exception>
    public async Task<(ClaimsPrincipal Cookie, IReadOnlyList<string> RecoveryCodes)> TurnOn(ClaimsPrincipal caller, SecretProposal proposal,
        string? present, string? code, string? typed)
    {
        // Looked at before a code of the former app is used up.
        TurnOnSecondFactor.StepOf(proposal, typed, RealTime);
        await passwords.Prove(caller, present, code, "present");
        var codes = await records.Record(caller.Actor(),
            change => TurnOnSecondFactor.Apply(change, proposal, typed, isSigningIn: false, secrets, RealTime));
        return (await passwords.Renewed(caller, proposal.UserId), codes);
    }

    /// <exception cref="RefusalException">Something of it is not right, or the person's role must have one.</exception>
    public async Task<ClaimsPrincipal> TurnOff(ClaimsPrincipal caller, string userId, string? present, string? code)
    {
        await passwords.Prove(caller, present, code, "present");
        await records.Record(caller.Actor(), change => TurnOffSecondFactor.Apply(change, userId));
        return await passwords.Renewed(caller, userId);
    }

    /// <exception cref="RefusalException">Something of it is not right.</exception>
    public async Task<IReadOnlyList<string>> RenewCodes(ClaimsPrincipal caller, string userId, string? present, string? code)
    {
        await passwords.Prove(caller, present, code, "present");
        return await records.Record(caller.Actor(), change => RenewRecoveryCodes.Apply(change, userId));
    }

    async Task<User?> UserOf(HalfSignedIn half)
    {
        await using var database = store.Query();
        return await database.Users.FirstOrDefaultAsync(user => user.Id == half.UserId && user.IsActive);
    }
}
