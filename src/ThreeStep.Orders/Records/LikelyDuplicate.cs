namespace ThreeStep.Orders.Records;

/// <summary>What is there already and is likely the same as what somebody is about to make.</summary>
/// <param name="Id">Null where it is somebody else's: then it is told, and cannot be opened.</param>
/// <param name="Owner">The name of whoever it belongs to; null where it belongs to nobody.</param>
public sealed record LikelyDuplicate(string? Id, string Name, string? Owner);
