using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Messages;

/// <summary>
/// Links that end digests by mail without signing in: signed by the server, for one person and for nothing but that. They hold for as long as the
/// server's keys do, because mails are kept for years.
/// </summary>
public sealed class StopLinks(IDataProtectionProvider protection)
{
    public const string Path = "/stop-messages";

    readonly IDataProtector protector = protection.CreateProtector("ThreeStep.StopMessages");

    /// <summary>Ends somebody's digests by mail.</summary>
    public Uri Of(Uri server, string userId) => new($"{server.AbsoluteUri.TrimEnd('/')}{Path}?of={protector.Protect(userId)}");

    /// <summary>Whose digests a link ends; null for one that is not of this server.</summary>
    public string? Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > 1000) return null;
        try { return protector.Unprotect(token); }
        catch (CryptographicException) { return null; }
    }

    /// <summary>Does what the link says; whoever has it may.</summary>
    /// <returns>The person's choices as they are now.</returns>
    /// <exception cref="RefusalException">It is no link of this server's.</exception>
    public MessageChoices Follow(Change change, string? token)
    {
        if (Read(token) is not { } userId || change.Database.Users.Find(userId) is null)
            throw RefusalException.Invalid("of", "This link does not work any more. Sign in to choose what you are told of.");
        return SaveMessageChoices.Set(change, userId, choices => choices with { IsDigestMailStopped = true });
    }
}
