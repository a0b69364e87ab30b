using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.SignIns;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>Passwords: checking, changing, giving new ones. After five wrong ones in a row nobody gets in for a quarter of an hour.</summary>
sealed class PasswordSignIn(UserManager<Credential> credentials, ProcessStore store, OrderRecords records, SecondFactorSecrets secrets)
{
    public const int ShortestPassword = 10;

    /// <summary>The hash of no password: checked where there is no such person, so that the answer takes as long.</summary>
    static readonly Credential Nobody = new() { PasswordHash = new PasswordHasher<Credential>().HashPassword(new(), Guid.NewGuid().ToString()) };

    /// <summary>Sign-ins and lock-outs go by the real clock, also where the process runs on a faster one.</summary>
    static DateTimeOffset RealTime => System.TimeProvider.System.GetUtcNow();

    /// <summary>Whoever has this name (or mail address) and password, and what else is asked of them.</summary>
    /// <param name="from">Where they come from, see <see cref="Actor.From"/>.</param>
    /// <exception cref="RefusalException">They are not right, or the person is locked out. Which of name and password is wrong is not
    /// told.</exception>
    public async Task<SignInStep> Check(string name, string password, string? from)
    {
        var user = await Find(name.Trim());
        var credential = user is null ? null : await credentials.FindByIdAsync(user.Id);
        if (user is null || credential is null)
        {
            credentials.PasswordHasher.VerifyHashedPassword(Nobody, Nobody.PasswordHash!, password);
            await records.Record(new Actor(null, null), change =>
            {
                change.Audit(AuditAction.SignInRefused);
                return true;
            });
            throw Wrong();
        }
        var isRight = await IsRight(credential, password) && user.IsActive;
        var answer = await records.Record(new Actor(user.Id, user.Role, From: from),
            change => CheckPassword.Apply(change, user.Id, isRight, RealTime));
        return answer switch
        {
            SignInAnswer.In => new(answer, CookieOf(user, credential.SecurityStamp, SignedInBy.Password)),
            SignInAnswer.AsksForCode or SignInAnswer.AsksForSetUp => new(answer, HalfSignIn.Of(user.Id, credential.SecurityStamp)),
            SignInAnswer.Locked => throw await Locked(user.Id),
            _ => throw Wrong(),
        };
    }

    public static ClaimsPrincipal CookieOf(User user, string? stamp, SignedInBy by) =>
        Caller.Of(user, CookieAuthenticationDefaults.AuthenticationScheme, new Claim(Caller.Stamp, stamp ?? ""),
            new Claim(Caller.By, by.ToString()));

    /// <summary>
    /// Asks somebody who is signed in to prove again who they are: by the present password, and a code where they have a second factor. Who has no
    /// password here was let in by the company's identity provider.
    /// </summary>
    /// <param name="field">How the caller names the password.</param>
    /// <exception cref="RefusalException">Something is not right, or they are locked out by now.</exception>
    public async Task Prove(ClaimsPrincipal caller, string? present, string? code, string field)
    {
        var id = caller.UserId() ?? throw RefusalException.Forbidden("The server's key has no password.");
        if (await credentials.FindByIdAsync(id) is not { PasswordHash: not null } credential) return;
        var isRight = await IsRight(credential, present ?? "");
        var answer = await records.Record(caller.Actor(), change => ProveOneself.Apply(change, id, isRight, code, secrets, RealTime));
        if (answer == SignInAnswer.WrongPassword) throw RefusalException.Invalid(field, "The present password is not right.");
        if (answer != SignInAnswer.In) throw await NotIn(answer, id);
    }

    /// <summary>Replaces one's own password; other browsers are signed out by that.</summary>
    /// <exception cref="RefusalException">The present one or the code is wrong, or the new one does not do.</exception>
    public async Task<ClaimsPrincipal> Change(ClaimsPrincipal caller, string present, string? code, string next)
    {
        var id = caller.UserId() ?? throw RefusalException.Forbidden("The server's key has no password.");
        if (next.Length < ShortestPassword) throw RefusalException.Invalid("next", $"A password has at least {ShortestPassword} characters.");
        await Prove(caller, present, code, "present");
        if (next == present) throw RefusalException.Invalid("next", "The new password is the old one.");
        var hash = credentials.PasswordHasher.HashPassword(Nobody, next);
        await records.Record(caller.Actor(), change => SetPassword.Apply(change, id, hash, mustChange: false, isOwn: true));
        return await Renewed(caller, id);
    }

    /// <summary>The cookie of somebody who has just proved who they are, after a change that has ended the former one.</summary>
    public async Task<ClaimsPrincipal> Renewed(ClaimsPrincipal caller, string userId)
    {
        await using var database = store.Query();
        var credential = await database.Credentials.FirstAsync(row => row.Id == userId);
        var by = credential.HasSecondFactor ? SignedInBy.Code : caller.IsBy(SignedInBy.Company) ? SignedInBy.Company : SignedInBy.Password;
        return CookieOf(await database.Users.FirstAsync(user => user.Id == userId), credential.SecurityStamp, by);
    }

    /// <summary>Gives a person a password that is told once and to be changed; ends a lock-out.</summary>
    public async Task<string> GiveNew(string userId)
    {
        var password = NewPassword();
        await Set(userId, password, mustChange: true);
        return password;
    }

    /// <summary>Sets a password without asking for the former one. A second factor stays.</summary>
    public async Task Set(string userId, string password, bool mustChange)
    {
        if (await credentials.FindByIdAsync(userId) is not null)
        {
            var hash = credentials.PasswordHasher.HashPassword(Nobody, password);
            await records.Record(Actor.Server, change => SetPassword.Apply(change, userId, hash, mustChange));
        }
        else Demand(await credentials.CreateAsync(new Credential
        {
            Id = userId,
            UserName = userId,
            MustChangePassword = mustChange,
            LockoutEnabled = true
        }, password));
    }

    /// <summary>Signs a person out everywhere, because what they may do has changed.</summary>
    public Task EndSessions(string userId) => records.Record(Actor.Server, change => SetPassword.EndSessions(change, userId));

    /// <summary>Twelve characters in groups, without those that are easily mistaken: 69 bits.</summary>
    public static string NewPassword() =>
        string.Join('-',
        Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKMNPQRSTUVWXYZ", 4)));

    /// <summary>Why somebody is not in, in words.</summary>
    public async Task<RefusalException> NotIn(SignInAnswer answer, string userId) => answer switch
    {
        SignInAnswer.Locked => await Locked(userId),
        SignInAnswer.SpentCode => RefusalException.Invalid("code", "This code was used already. Wait for the next one."),
        SignInAnswer.UnreadableSecret => RefusalException.Invalid("code",
            "Your second factor cannot be read any more: the server has lost the keys it was enciphered with. Give a recovery code, or ask an administrator to reset it."),
        _ => RefusalException.Invalid("code", "The code is not right."),
    };

    /// <summary>A locked-out person's password is not even compared.</summary>
    async Task<bool> IsRight(Credential credential, string password) =>
        !(credential.LockoutEnd > RealTime) && await credentials.CheckPasswordAsync(credential, password);

    async Task<User?> Find(string name)
    {
        if (name.Length == 0) return null;
        await using var database = store.Query();
        if (await database.Users.FirstOrDefaultAsync(user => user.Id == name) is { } byId) return byId;
        // An address that two people share names neither of them.
        var byAddress = name.Contains('@', StringComparison.Ordinal)
            ? await database.Users.Where(user => user.Email == name && user.IsActive).Take(2).ToListAsync() : [];
        return byAddress is [var only] ? only : null;
    }

    static RefusalException Wrong() => new(RefusalKind.NotSignedIn, "Name or password is not right.", "password");

    async Task<RefusalException> Locked(string userId)
    {
        await using var database = store.Query();
        var until = await database.Credentials.Where(row => row.Id == userId).Select(row => row.LockoutEnd).FirstOrDefaultAsync();
        return new(RefusalKind.NotSignedIn, Text(until), "password");
    }

    static Message Text(DateTimeOffset? until) =>
        $"Too many wrong passwords or codes. Try again in {Math.Max(1, (int)Math.Ceiling(((until ?? DateTimeOffset.MinValue) - RealTime).TotalMinutes))} minutes, or ask an administrator.";

    static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ",
                result.Errors.Select(error => error.Description.ToString(CultureInfo.InvariantCulture))));
    }
}

/// <summary>
/// How a person has come in: by a password alone, by a password and a code, or by the company's identity provider, which has a second factor of its
/// own.
/// </summary>
enum SignedInBy { Password, Code, Company }
