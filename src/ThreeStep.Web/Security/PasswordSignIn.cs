using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>Passwords: checking, changing, giving new ones. After five wrong ones in a row nobody gets in for a quarter of an hour.</summary>
sealed class PasswordSignIn(UserManager<Credential> credentials, DatabaseFile file, WorkflowRuntime runtime)
{
    public const int WrongPasswordsAllowed = 5;
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(15);
    public const int ShortestPassword = 10;

    /// <summary>The hash of no password: checked where there is no such person, so that the answer takes as long.</summary>
    static readonly Credential Nobody = new() { PasswordHash = new PasswordHasher<Credential>().HashPassword(new(), Guid.NewGuid().ToString()) };

    /// <summary>Whoever has this name (or mail address) and password.</summary>
    /// <exception cref="RefusalException">They are not right, or the person is locked out. Which of name and password is wrong is not
    /// told.</exception>
    public async Task<ClaimsPrincipal> Check(string name, string password)
    {
        var user = await Find(name.Trim());
        var credential = user is null ? null : await credentials.FindByIdAsync(user.Id);
        if (user is null || credential is null)
        {
            credentials.PasswordHasher.VerifyHashedPassword(Nobody, Nobody.PasswordHash!, password);
            await Note(null, AuditAction.SignInRefused);
            throw Wrong();
        }
        if (await credentials.IsLockedOutAsync(credential))
        {
            await Note(user.Id, AuditAction.SignInRefused, "locked");
            throw Locked(credential);
        }
        if (!await credentials.CheckPasswordAsync(credential, password) || !user.IsActive)
        {
            await credentials.AccessFailedAsync(credential);
            var isLocked = await credentials.IsLockedOutAsync(credential);
            await Note(user.Id, isLocked ? AuditAction.LockedOut : AuditAction.SignInRefused);
            throw isLocked ? Locked(credential) : Wrong();
        }
        await credentials.ResetAccessFailedCountAsync(credential);
        await Note(user.Id, AuditAction.SignedIn);
        return CookieOf(user, credential);
    }

    public static ClaimsPrincipal CookieOf(User user, Credential? credential) =>
        Caller.Of(user, CookieAuthenticationDefaults.AuthenticationScheme, new Claim(Caller.Stamp, credential?.SecurityStamp ?? ""));

    /// <summary>Replaces one's own password; other browsers are signed out by that.</summary>
    /// <exception cref="RefusalException">The present one is wrong, or the new one does not do.</exception>
    public async Task<ClaimsPrincipal> Change(string userId, string present, string next)
    {
        var credential = await credentials.FindByIdAsync(userId) ?? throw RefusalException.NotFound("user", userId);
        if (await credentials.IsLockedOutAsync(credential)) throw Locked(credential);
        if (!await credentials.CheckPasswordAsync(credential, present))
        {
            await credentials.AccessFailedAsync(credential);
            throw RefusalException.Invalid("present", "The present password is not right.");
        }
        if (next.Length < ShortestPassword) throw RefusalException.Invalid("next", $"A password has at least {ShortestPassword} characters.");
        if (next == present) throw RefusalException.Invalid("next", "The new password is the old one.");
        credential.MustChangePassword = false;
        Demand(await credentials.ChangePasswordAsync(credential, present, next));
        await Note(userId, AuditAction.PasswordChanged, subject: userId);
        await using var database = file.Query();
        return CookieOf(await database.Users.FirstAsync(user => user.Id == userId), credential);
    }

    /// <summary>Gives a person a password that is told once and to be changed; ends a lock-out.</summary>
    public async Task<string> GiveNew(string userId)
    {
        var password = NewPassword();
        await Set(userId, password, mustChange: true);
        return password;
    }

    /// <summary>Sets a password without asking for the former one.</summary>
    public async Task Set(string userId, string password, bool mustChange)
    {
        if (await credentials.FindByIdAsync(userId) is { } known)
        {
            known.PasswordHash = credentials.PasswordHasher.HashPassword(known, password);
            (known.MustChangePassword, known.LockoutEnd, known.AccessFailedCount) = (mustChange, null, 0);
            Demand(await credentials.UpdateSecurityStampAsync(known));
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
    public async Task EndSessions(string userId)
    {
        if (await credentials.FindByIdAsync(userId) is { } credential) Demand(await credentials.UpdateSecurityStampAsync(credential));
    }

    /// <summary>Twelve characters in groups, without those that are easily mistaken: 69 bits.</summary>
    public static string NewPassword() =>
        string.Join('-',
        Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789ABCDEFGHJKMNPQRSTUVWXYZ", 4)));

    async Task<User?> Find(string name)
    {
        if (name.Length == 0) return null;
        await using var database = file.Query();
        if (await database.Users.FirstOrDefaultAsync(user => user.Id == name) is { } byId) return byId;
        // An address that two people share names neither of them.
        var byAddress = name.Contains('@', StringComparison.Ordinal)
            ? await database.Users.Where(user => user.Email == name && user.IsActive).Take(2).ToListAsync() : [];
        return byAddress is [var only] ? only : null;
    }

    Task Note(string? userId, AuditAction action, string? detail = null, string? subject = null) => runtime.Record(transaction =>
        transaction.Database.Audit.Add(new AuditRow
        {
            At = transaction.Now,
            UserId = userId,
            Action = action.ToString(),
            Subject = subject,
            Detail = detail
        }));

    static RefusalException Wrong() => new(RefusalKind.NotSignedIn, "Name or password is not right.", "password");

    static RefusalException Locked(Credential credential) => new(RefusalKind.NotSignedIn, Text(credential.LockoutEnd), "password");

    static Message Text(DateTimeOffset? until) =>
        $"Too many wrong passwords. Try again in {Math.Max(1, (int)Math.Ceiling(((until ?? DateTimeOffset.MinValue) - System.TimeProvider.System.GetUtcNow()).TotalMinutes))} minutes, or ask an administrator.";

    static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ",
                result.Errors.Select(error => error.Description.ToString(CultureInfo.InvariantCulture))));
    }
}
