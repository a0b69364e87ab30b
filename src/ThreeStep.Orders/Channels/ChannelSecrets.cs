using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ThreeStep.Orders.Channels;

/// <summary>
/// Secrets as the database keeps them: protected by the server's own keys, or <c>env:NAME</c> for one that stands in the server's environment. Only
/// names that begin with <see cref="Prefix"/> are read from there, so that nobody draws other secrets of the server out through a channel.
/// </summary>
public sealed class ChannelSecrets(IDataProtectionProvider protection)
{
    public const string Prefix = "THREESTEP_CHANNEL_";
    const string Environment = "env:";

    readonly IDataProtector protector = protection.CreateProtector("ThreeStep.Channels");

    public static bool IsOfEnvironment(string secret) => secret.StartsWith(Environment, StringComparison.Ordinal);

    /// <summary>As it is kept.</summary>
    /// <exception cref="RefusalException">It names what is not to be read, or is not there.</exception>
    public string Protect(string secret, string field)
    {
        if (!IsOfEnvironment(secret)) return protector.Protect(secret);
        if (!secret[Environment.Length..].StartsWith(Prefix, StringComparison.Ordinal))
            throw Records.RefusalException.Invalid(field, $"Only variables whose names begin with {Prefix} are read from the environment.");
        if (System.Environment.GetEnvironmentVariable(secret[Environment.Length..]) is null)
            throw Records.RefusalException.Invalid(field, $"The server has no environment variable {secret[Environment.Length..]}.");
        return secret;
    }

    /// <summary>The secret itself; null where it cannot be read any more, such as after a restore without the server's keys.</summary>
    public string? Read(string kept)
    {
        if (IsOfEnvironment(kept))
            return kept[Environment.Length..].StartsWith(Prefix, StringComparison.Ordinal)
                ? System.Environment.GetEnvironmentVariable(kept[Environment.Length..]) : null;
        try { return protector.Unprotect(kept); }
        catch (CryptographicException) { return null; }
    }
}
