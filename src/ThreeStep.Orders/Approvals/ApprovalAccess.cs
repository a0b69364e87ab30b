using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>Whose approvals an actor sees.</summary>
public static class ApprovalAccess
{
    /// <summary>What one asked for, what one is asked or was copied on, and the same of one's team.</summary>
    public static IQueryable<ApprovalRequest> Approvals(this RecordAccess access, ProcessDatabase database)
    {
        IQueryable<ApprovalRequest> rows = database.Approvals.Include(request => request.Steps.OrderBy(step => step.Order));
        if (access.Owners is not { } owners) return rows;
        var (copies, absent) = (database.ApprovalCopies, access.StandsInFor(WorkKind.Approvals));
        return rows.Where(request => (request.RequestedById != null && owners.Contains(request.RequestedById))
            || request.Steps.Any(step => owners.Contains(step.ApproverId) || absent.Contains(step.ApproverId)
                || (step.TransferredFromId != null && owners.Contains(step.TransferredFromId)))
            || copies.Any(copy => copy.RequestId == request.Id && owners.Contains(copy.UserId)));
    }
}
