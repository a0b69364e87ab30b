using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Links by which a question is answered from a mail. What they are good for is enciphered and signed by the server's keys: nobody can make one,
/// change one, or read from one what is asked. Whether one may still be used says <see cref="AnswerByMail"/>.
/// </summary>
public sealed class AnswerLinks(IDataProtectionProvider protection)
{
    public const string Path = "/answer-by-mail";

    const int LongestToken = 4000;

    readonly IDataProtector protector = protection.CreateProtector("ThreeStep.AnswerByMail");

    /// <param name="server">Where people reach this server.</param>
    public Uri Of(Uri server, AnswerLink link) =>
        new($"{server.AbsoluteUri.TrimEnd('/')}{Path}?of={protector.Protect(JsonSerializer.Serialize(link, Json.Options))}");

    /// <summary>What a link is good for; null for one that is not of this server.</summary>
    public AnswerLink? Read(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > LongestToken) return null;
        try { return JsonSerializer.Deserialize<AnswerLink>(protector.Unprotect(token), Json.Options); }
        catch (CryptographicException) { return null; }
    }
}
