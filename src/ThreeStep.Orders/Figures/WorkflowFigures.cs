using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Figures;

/// <summary>Days of the company, the first and the last of them included; null where there is no limit.</summary>
public sealed record Period(DateOnly? From, DateOnly? To)
{
    public static readonly Period All = new(null, null);

    /// <summary>The last so many days, today among them.</summary>
    public static Period Last(int days, DateOnly today) => new(today.AddDays(1 - days), today);
}

/// <summary>What the stays at a step come to.</summary>
/// <param name="StepId"><see cref="StepStay.Whole"/> for the instances as a whole.</param>
/// <param name="Stays">How many came to their end.</param>
/// <param name="Time">All of them together.</param>
/// <param name="Median">Null where there are none; at most 2 % beside, see <see cref="StayLength"/>.</param>
/// <param name="P90">What nine of ten do not exceed.</param>
/// <param name="Met">Promises about time that were kept.</param>
/// <param name="Again">Stays that were not the first of their instance here.</param>
/// <param name="Reworked">Instances that came back.</param>
/// <param name="Outcomes">How often it went on by each outcome.</param>
public sealed record StepFigures(string StepId, long Stays, long Completed, long Canceled, long Faulted, TimeSpan Time, TimeSpan? Median,
    TimeSpan? P90, long Met, long Missed, long Again, long Reworked, IReadOnlyDictionary<string, long> Outcomes)
{
    /// <summary>How often the arrow of these outcomes was taken.</summary>
    public long Taken(IEnumerable<string> outcomes) => outcomes.Distinct().Sum(outcome => Outcomes.GetValueOrDefault(outcome));
}

/// <summary>What the instances of a workflow did in a period: told by the day on which they left a step.</summary>
public static class WorkflowFigures
{
    /// <param name="Seconds">All of them together.</param>
    sealed record Cell(string StepId, StayEnd Ended, string? Outcome, int Bucket, long Stays, long Seconds, long Met, long Missed, long Again,
        long Reworked);

    /// <param name="version">Null for every version.</param>
    /// <param name="access">Who sees everybody's records gets what was summed up; anybody else what their own instances come to.</param>
    public static async Task<IReadOnlyDictionary<string, StepFigures>> Read(ProcessDatabase database, RecordAccess access, string definitionId,
        Period period, int? version, CancellationToken token)
    {
        if (!access.Workflows.Sees(definitionId)) return new Dictionary<string, StepFigures>();
        var cells = access.Owners is null ? Summed(database, definitionId, period, version)
            : Counted(database, access, definitionId, period, version);
        return (await cells.ToListAsync(token)).GroupBy(cell => cell.StepId).ToDictionary(step => step.Key, Of);
    }

    static IQueryable<Cell> Summed(ProcessDatabase database, string definitionId, Period period, int? version)
    {
        var (first, last) = (period.From?.DayNumber ?? 0, period.To?.DayNumber ?? int.MaxValue);
        var figures = database.StepFigures.Where(figure => figure.DefinitionId == definitionId && figure.Day >= first && figure.Day <= last);
        if (version is { } one) figures = figures.Where(figure => figure.Version == one);
        return figures.GroupBy(figure => new { figure.StepId, figure.Ended, figure.Outcome, figure.Bucket }).Select(group => new Cell(
            group.Key.StepId, group.Key.Ended, group.Key.Outcome, group.Key.Bucket, group.Sum(figure => figure.Stays),
            group.Sum(figure => figure.Seconds), group.Sum(figure => figure.Met), group.Sum(figure => figure.Missed),
            group.Sum(figure => figure.Again), group.Sum(figure => figure.Reworked)));
    }

    static IQueryable<Cell> Counted(ProcessDatabase database, RecordAccess access, string definitionId, Period period, int? version) =>
        from instance in access.InstancesOf(database, definitionId)
        join stay in Left(database, null, period, version) on instance.Id equals stay.InstanceId
        group stay by new { stay.StepId, stay.Ended, stay.Outcome, stay.Bucket } into stays
        select new Cell(stays.Key.StepId, stays.Key.Ended!.Value, stays.Key.Outcome, stays.Key.Bucket!.Value, stays.Count(),
            stays.Sum(stay => stay.Seconds!.Value), stays.Sum(stay => stay.IsMet == true ? 1 : 0), stays.Sum(stay => stay.IsMet == false ? 1 : 0),
            stays.Sum(stay => stay.Visit > 1 ? 1 : 0), stays.Sum(stay => stay.Visit == 2 ? 1 : 0));

    /// <summary>The stays that came to their end in a period.</summary>
    /// <param name="definitionId">Null for those of instances that are named otherwise.</param>
    public static IQueryable<StepStay> Left(ProcessDatabase database, string? definitionId, Period period, int? version)
    {
        var stays = database.StepStays.Where(stay => stay.LeftAt != null);
        if (definitionId is not null) stays = stays.Where(stay => stay.DefinitionId == definitionId);
        var zone = CompanyDays.Zone(database);
        // No zone has moments before the first day there is, or after the last.
        if (period.From is { Year: > 1 } first && CompanyDays.Start(first, zone) is var begin) stays = stays.Where(stay => stay.LeftAt >= begin);
        if (period.To is { Year: < 9999 } last && CompanyDays.Start(last.AddDays(1), zone) is var end)
            stays = stays.Where(stay => stay.LeftAt < end);
        return version is { } one ? stays.Where(stay => stay.Version == one) : stays;
    }

    static StepFigures Of(IGrouping<string, Cell> cells)
    {
        var buckets = cells.GroupBy(cell => cell.Bucket).ToDictionary(bucket => bucket.Key, bucket => bucket.Sum(cell => cell.Stays));
        var outcomes = new Dictionary<string, long>();
        foreach (var cell in cells)
            foreach (var outcome in StepStay.OutcomesOf(cell.Ended, cell.Outcome))
                outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + cell.Stays;
        return new(cells.Key, cells.Sum(cell => cell.Stays), Ended(StayEnd.Completed), Ended(StayEnd.Canceled), Ended(StayEnd.Faulted),
            TimeSpan.FromSeconds(cells.Sum(cell => cell.Seconds)), StayLength.Percentile(buckets, 0.5), StayLength.Percentile(buckets, 0.9),
            cells.Sum(cell => cell.Met), cells.Sum(cell => cell.Missed), cells.Sum(cell => cell.Again), cells.Sum(cell => cell.Reworked), outcomes);

        long Ended(StayEnd end) => cells.Where(cell => cell.Ended == end).Sum(cell => cell.Stays);
    }
}
