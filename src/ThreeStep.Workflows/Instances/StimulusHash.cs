using System.Security.Cryptography;
using System.Text;

namespace ThreeStep.Workflows.Instances;

/// <summary>What a bookmark and the stimulus that resumes it have in common: SHA-256 over kind and key, in upper-case hexadecimal.</summary>
public static class StimulusHash
{
    public static string Of(string kind, string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{key}")));
}
