using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Sixteen hexadecimal digits from the system's random source.</summary>
public sealed class RandomIds : IIdSource
{
    public string Next() => System.Security.Cryptography.RandomNumberGenerator.GetHexString(16, lowercase: true);
}
