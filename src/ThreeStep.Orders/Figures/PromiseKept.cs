namespace ThreeStep.Orders.Figures;

/// <summary>A promise about time as far as figures need it, see <see cref="Clocks.SlaClock"/>.</summary>
sealed record Promise(string? StepId, DateTimeOffset DueAt, DateTimeOffset? EndedAt);

/// <summary>
/// Whether a promise was kept, told at the stay in which that was decided: kept when it was reached in time, broken when its time was over. Each
/// promise is told once, also where the workflow comes back to a step that is late already.
/// </summary>
static class PromiseKept
{
    public static bool? In(StepStay stay, IEnumerable<Promise> promises)
    {
        var isKept = false;
        foreach (var promise in promises)
        {
            if (promise.StepId != stay.StepId) continue;
            if (promise.EndedAt <= promise.DueAt) isKept |= promise.EndedAt >= stay.CameAt && promise.EndedAt <= stay.LeftAt;
            // What is late from the beginning is told the first time that the instance is here.
            else if (promise.DueAt <= stay.LeftAt && (promise.DueAt > stay.CameAt || stay.Visit == 1)) return false;
        }
        return isKept ? true : null;
    }
}
