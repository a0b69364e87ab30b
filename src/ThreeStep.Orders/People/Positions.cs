namespace ThreeStep.Orders.People;

/// <summary>The positions that approval rules ask for.</summary>
public static class Positions
{
    public static readonly IReadOnlyList<string> Usual = ["SalesManager", "Director", "SalesHead", "Finance", "CFO", "CEO"];
}
