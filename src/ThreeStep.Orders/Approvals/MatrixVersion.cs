using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// The company's approval table as somebody saved it. The latest counts; the earlier ones stay, so that what was asked by them can be explained.
/// </summary>
public sealed class MatrixVersion
{
    public long Id { get; init; }
    public required ApprovalMatrix Matrix { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset SavedAt { get; init; }
    public string? SavedById { get; init; }
    public string? Comment { get; init; }

    /// <summary>What counts now; null until somebody has saved one.</summary>
    public static MatrixVersion? Latest(ProcessDatabase database) =>
        database.ApprovalMatrices.OrderByDescending(version => version.Id).FirstOrDefault();

    /// <summary>The table that counts now: the one that was saved last, or that of the rules.</summary>
    public static ApprovalMatrix InForce(ProcessDatabase database) =>
        Latest(database) is { } version ? version.Matrix with { Version = version.Id } : ApprovalMatrix.Usual(LargeAmount(database));

    /// <summary>From which amount on a deal is large.</summary>
    internal static decimal LargeAmount(ProcessDatabase database) =>
        database.Companies.Select(company => (decimal?)company.LargeDealAmount).FirstOrDefault() ?? Company.UsualLargeDealAmount;
}
