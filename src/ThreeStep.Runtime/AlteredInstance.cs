using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime;

/// <summary>An instance that was changed by hand, or would be.</summary>
/// <param name="Version">The <see cref="InstanceRow.RowVersion"/> it had; the burst makes the next.</param>
/// <param name="Before">What it was, as its row keeps it (<see cref="InstanceDocument"/>).</param>
public sealed record AlteredInstance(long Version, byte[] Before, BurstResult Burst);
