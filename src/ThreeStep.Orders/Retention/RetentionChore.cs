using Microsoft.Extensions.Logging;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Retention;

/// <summary>Removes and archives once a day what is older than the company keeps it, in small steps.</summary>
public sealed class RetentionChore(OrderRecords records, CaseArchive archive, TimeProvider clock, ILogger<RetentionChore> log) : Chore
{
    static readonly TimeSpan Rhythm = TimeSpan.FromDays(1);

    DateTimeOffset due = clock.GetUtcNow();

    public override DateTimeOffset? NextDue => due;

    public override async Task Do(CancellationToken stopping)
    {
        int step, removed = 0;
        do removed += step = await records.Record(Actor.Server, RetentionRules.Apply);
        while (step > 0 && !stopping.IsCancellationRequested);
        if (removed > 0) log.LogInformation("Removed {Count} rows that the company does not keep any longer", removed);
        await Archive(stopping);
        due = clock.GetUtcNow() + Rhythm;
    }

    async Task Archive(CancellationToken stopping)
    {
        var (now, archived) = (clock.GetUtcNow(), 0);
        CaseArchive.Place? place = null;
        do
        {
            (place, var cases) = await archive.Step(now, place);
            archived += cases;
        }
        while (place is not null && !stopping.IsCancellationRequested);
        if (archived > 0) log.LogInformation("Archived {Count} finished cases", archived);
    }
}
