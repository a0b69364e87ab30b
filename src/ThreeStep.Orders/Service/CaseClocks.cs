using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Service;

/// <summary>The clocks of a case follow its steps.</summary>
static class CaseClocks
{
    /// <summary>Ends those whose step the case has reached; with the case all of them.</summary>
    public static void Follow(Change change, ServiceCase item)
    {
        foreach (var clock in change.Database.Clocks.AsTracking()
            .Where(clock => clock.CaseId == item.Id && clock.Kind == ClockKind.Case && clock.EndedAt == null).ToList())
            Follow(change, item, clock);
    }

    public static void Follow(Change change, ServiceCase item, SlaClock clock)
    {
        if (item.Status == CaseStatus.Closed || (Enum.TryParse<CaseStatus>(clock.MetWhen, out var step) && item.Status >= step))
            SlaClocks.End(change, clock);
    }
}
