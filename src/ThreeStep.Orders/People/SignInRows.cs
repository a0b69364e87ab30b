using Microsoft.AspNetCore.Identity;

namespace ThreeStep.Orders.People;

/// <summary>
/// How a person signs in with a password: hash, lock-out and security stamp, as ASP.NET Core Identity keeps them, and the second factor. The id is
/// the person's.
/// </summary>
public sealed class Credential : IdentityUser
{
    /// <summary>The password was given by an administrator and is to be replaced by one of the person's own.</summary>
    public bool MustChangePassword { get; set; }
    /// <summary>What the codes of the person's authenticator app are made of, enciphered by the server's keys; null: a password is enough.</summary>
    public string? SecondFactorSecret { get; set; }
    /// <summary>UTC, by the real clock.</summary>
    public DateTimeOffset? SecondFactorSince { get; set; }
    /// <summary>The last step of 30 seconds since 1970 whose code was used: its code and those before it are spent.</summary>
    public long? SecondFactorStep { get; set; }
    /// <summary>SHA-256 in hexadecimal of the recovery codes that were not used yet.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    public bool HasSecondFactor => SecondFactorSecret is not null;
}

/// <summary>A key that lets a program work as a person. Only its hash is kept. Times are UTC.</summary>
public sealed class ApiKeyRow
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public required string Name { get; init; }
    /// <summary>SHA-256 in hexadecimal.</summary>
    public required string Hash { get; init; }
    public ApiKeyRights Rights { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>What a key may do of what its person may: only read, work with records, or everything including workflows.</summary>
public enum ApiKeyRights { Read, Work, All }
