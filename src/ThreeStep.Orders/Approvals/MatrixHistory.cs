using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>What was saved, with what is another way than before; the latest first.</summary>
/// <param name="Difference">To the version before; for the first one to the usual table.</param>
public sealed record MatrixHistory(MatrixVersion Version, MatrixDifference Difference)
{
    public static async Task<IReadOnlyList<MatrixHistory>> Read(ProcessDatabase database, int most, CancellationToken token)
    {
        var versions = await database.ApprovalMatrices.OrderByDescending(version => version.Id).Take(most + 1).ToListAsync(token);
        var usual = ApprovalMatrix.Usual(MatrixVersion.LargeAmount(database));
        return versions.Take(most).Select((version, index) => new MatrixHistory(version,
            MatrixDifference.Of(index + 1 < versions.Count ? versions[index + 1].Matrix : usual, version.Matrix))).ToList();
    }
}
