using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>Whose approvals an actor sees.</summary>
public static class ApprovalAccess
{
    /// <summary>What one asked for, what one is asked, and what one's team asked for.</summary>
    public static IQueryable<ApprovalRequest> Approvals(this RecordAccess access, ProcessDatabase database)
    {
        IQueryable<ApprovalRequest> rows = database.Approvals.Include(request => request.Steps.OrderBy(step => step.Order));
        if (access.Owners is not { } owners) return rows;
        return rows.Where(request => (request.RequestedById != null && owners.Contains(request.RequestedById))
            || request.Steps.Any(step => owners.Contains(step.ApproverId)
                || (step.TransferredFromId != null && owners.Contains(step.TransferredFromId))));
    }
}
