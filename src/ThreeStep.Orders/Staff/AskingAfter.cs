namespace ThreeStep.Orders.Staff;

/// <summary>
/// What is done about somebody who has not been seen while work waits for them: they are asked, half as long later their manager is, and again half
/// as long later somebody stands in. Pure.
/// </summary>
public enum AskingAfter { Nothing, Person, Manager, StandIn }

/// <summary>When each of it is due, as shares of the time in which somebody is not missed.</summary>
public static class AskingAfterRules
{
    public const double PersonAt = 1, ManagerAt = 1.5, StandInAt = 2;

    /// <summary>What comes next, and at which share of the time.</summary>
    /// <param name="hasAsked">The person has been asked since they were last seen.</param>
    /// <param name="hasAskedManager">The manager has been asked since.</param>
    public static (AskingAfter Next, double Share) Next(bool hasAsked, bool hasAskedManager) =>
        !hasAsked ? (AskingAfter.Person, PersonAt) : !hasAskedManager ? (AskingAfter.Manager, ManagerAt) : (AskingAfter.StandIn, StandInAt);
}
