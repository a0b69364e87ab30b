namespace ThreeStep.Orders.Approvals;

/// <summary>How far the figures of terms go; what lies beyond was mistyped.</summary>
public static class Limits
{
    public const int Years = 50;
    /// <summary>Ten years.</summary>
    public const int PaymentDays = 3_650;
    public const int FreeServiceMonths = 600;
}
