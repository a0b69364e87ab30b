using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.SignIns;

/// <summary>Secrets of second factors, enciphered by the server's own keys, each for its person alone.</summary>
public sealed class SecondFactorSecrets(IDataProtectionProvider protection)
{
    const string Purpose = "ThreeStep.SecondFactor";
    const int LongestToken = 4000;

    readonly IDataProtector proposals = protection.CreateProtector(Purpose, "proposal");

    /// <summary>As the database keeps it.</summary>
    public string Protect(string userId, byte[] secret) => Of(userId).Protect(Convert.ToBase64String(secret));

    /// <summary>The secret itself; null where it cannot be read any more, such as after a restore without the server's keys.</summary>
    public byte[]? Read(string userId, string? kept)
    {
        if (kept is null) return null;
        try { return Convert.FromBase64String(Of(userId).Unprotect(kept)); }
        catch (CryptographicException) { return null; }
    }

    /// <summary>A secret that was shown and is not kept yet, as a form carries it: nobody can make one, or use another person's.</summary>
    public string Propose(SecretProposal proposal) => proposals.Protect(JsonSerializer.Serialize(proposal, Json.Options));

    /// <summary>What a form has carried; null where it is not one of this server's.</summary>
    public SecretProposal? ReadProposal(string? token)
    {
        if (string.IsNullOrEmpty(token) || token.Length > LongestToken) return null;
        try { return JsonSerializer.Deserialize<SecretProposal>(proposals.Unprotect(token), Json.Options); }
        catch (CryptographicException) { return null; }
    }

    IDataProtector Of(string userId) => protection.CreateProtector(Purpose, userId);
}

/// <summary>A new secret for a person, until they have shown by a code that their app has it.</summary>
/// <param name="Stamp">The person's security stamp: after any change of how they sign in it is good for nothing.</param>
/// <param name="Until">UTC, by the real clock.</param>
public sealed record SecretProposal(string UserId, string Stamp, byte[] Secret, DateTimeOffset Until)
{
    /// <summary>For how long it may be confirmed.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);
}
