namespace ThreeStep.Runtime.Outbox;

/// <summary>What workflows may send and receive by HTTP; from the Http section of the settings.</summary>
public sealed record HttpSettings
{
    /// <summary>Hosts that workflows may call: a name, or <c>*.example.com</c> for all below it. None, unless named.</summary>
    public string[] AllowedHosts { get; init; } = [];
    /// <summary>Addresses (<c>10.1.2.3</c>) and networks (<c>10.1.0.0/16</c>) inside of the company that an allowed host may lie at. None, unless
    /// named.</summary>
    public string[] InternalAddresses { get; init; } = [];
    /// <summary>How long one attempt may take until the whole answer is there.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>How often a request is tried before the workflow hears that it failed.</summary>
    public int Attempts { get; init; } = 3;
    /// <summary>The pause before the second attempt; it doubles with each.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Bytes of an answer, unpacked.</summary>
    public int LargestAnswer { get; init; } = 1024 * 1024;

    /// <summary>Bytes of a request to an endpoint; an endpoint may ask for less, not for more.</summary>
    public long LargestRequest { get; init; } = 10 * 1024 * 1024;
    /// <summary>How long somebody who calls an endpoint waits for the answer; an endpoint may ask for less, not for more.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>Calls of endpoints by one caller in a minute.</summary>
    public int CallsPerMinute { get; init; } = 120;
}
