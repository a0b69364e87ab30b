using System.Security.Cryptography;
using System.Text;
using OtpNet;
using ThreeStep.Orders.People;

namespace ThreeStep.Orders.SignIns;

/// <summary>
/// Codes of an authenticator app (RFC 6238: SHA-1, six digits, steps of 30 seconds), and recovery codes for whoever has lost it. Each is good once.
/// </summary>
public static class SecondFactor
{
    public const int RecoveryCodesMade = 10;
    /// <summary>RFC 4226 wants 160 bits.</summary>
    const int SecretLength = 20;
    const int Digits = 6;
    /// <summary>Nobody types more; what is longer is not looked at.</summary>
    const int LongestTyped = 64;
    /// <summary>Without those letters that are easily mistaken: sixteen of them are 79 bits, so a plain hash keeps them.</summary>
    const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Clocks of phones go wrong a little, and typing takes time: a step early or late (RFC 6238, 5.2).</summary>
    static readonly VerificationWindow OneStep = new(previous: 1, future: 1);

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>As people type it into an app that cannot see the picture: base32, in groups of four.</summary>
    public static string Written(byte[] secret) => string.Join(' ', Base32Encoding.ToString(secret).Chunk(4).Select(group => new string(group)));

    /// <summary>What the picture says to an app. The company's name is what the app calls it.</summary>
    public static string Address(byte[] secret, string userId, string company)
    {
        var issuer = Uri.EscapeDataString($"ThreeStep {company.Replace(':', ' ')}");
        return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(userId)}?secret={Base32Encoding.ToString(secret)}&issuer={issuer}";
    }

    public static IReadOnlyList<string> NewRecoveryCodes() => Enumerable.Range(0, RecoveryCodesMade)
        .Select(_ => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)))).ToList();

    /// <summary>SHA-256 in hexadecimal of a recovery code, however it is grouped.</summary>
    public static string HashOf(string recoveryCode) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Plain(recoveryCode))));

    /// <summary>The step a code belongs to; null where it belongs to none that is near.</summary>
    /// <param name="now">UTC, by the real clock.</param>
    public static long? StepOf(byte[] secret, string typed, DateTimeOffset now) =>
        Plain(typed) is { Length: Digits } code && new Totp(secret).VerifyTotp(now.UtcDateTime, code, out var step, OneStep) ? step : null;

    /// <summary>Uses up what was typed, if it is good.</summary>
    /// <param name="secret">Null where it cannot be read any more: then only a recovery code is good.</param>
    /// <param name="now">UTC, by the real clock.</param>
    public static CodeUse Use(Credential credential, byte[]? secret, string? typed, DateTimeOffset now)
    {
        var code = Plain(typed ?? "");
        if (code.Length != Digits || !code.All(char.IsAsciiDigit))
        {
            var left = credential.RecoveryCodes.Where(hash => hash != HashOf(code)).ToList();
            if (left.Count == credential.RecoveryCodes.Count) return CodeUse.Wrong;
            credential.RecoveryCodes = left;
            return CodeUse.RecoveryCode;
        }
        if (secret is null) return CodeUse.Unreadable;
        if (StepOf(secret, code, now) is not { } step) return CodeUse.Wrong;
        if (step <= credential.SecondFactorStep) return CodeUse.Spent;
        credential.SecondFactorStep = step;
        return CodeUse.Code;
    }

    /// <summary>As it was made, however it was typed: with spaces, dashes, capitals, or the wide digits of a Chinese keyboard.</summary>
    static string Plain(string typed) => typed.Length > LongestTyped ? ""
        : string.Concat(typed.Select(letter => letter is >= '０' and <= '９' ? (char)(letter - '０' + '0') : letter)
            .Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}

/// <summary>What came of a code: it was good, or a recovery code was; it is wrong, was used before, or cannot be compared with anything.</summary>
public enum CodeUse { Code, RecoveryCode, Wrong, Spent, Unreadable }
