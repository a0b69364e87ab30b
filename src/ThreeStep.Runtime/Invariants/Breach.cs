namespace ThreeStep.Runtime.Invariants;

/// <summary>Something in a database that cannot be so.</summary>
/// <param name="Subject">The table and the id.</param>
/// <param name="What">What is broken.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Breach(string Subject, string What, string Remedy);
