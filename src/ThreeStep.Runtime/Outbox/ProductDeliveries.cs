using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>What a product adds to the ways by which messages leave.</summary>
public sealed class ProductDeliveries
{
    /// <summary>How messages leave at present: as the settings file says, unless the product lets people change that.</summary>
    public Func<ProcessDatabase, DeliverySettings, DeliverySettings> Present { get; init; } = (_, settings) => settings;

    /// <summary>Its own channels by name. A delivery that fails throws, and is tried again.</summary>
    public IReadOnlyDictionary<string, Func<OutboxRow, OutgoingMessage, CancellationToken, Task>> Channels { get; init; } =
        new Dictionary<string, Func<OutboxRow, OutgoingMessage, CancellationToken, Task>>();

    /// <summary>Channels whose recipients are all reached by the same few servers: to all of them together go only a few at once.</summary>
    public IReadOnlySet<string> Shared { get; init; } = new HashSet<string>();
}

/// <summary>A delivery that failed. Its words are shown to people: they hold no address of a hook and no secret.</summary>
public sealed class DeliveryException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>No other try will help, such as to a device that is gone.</summary>
    public bool IsFinal { get; init; }
}
