using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Figures;

/// <summary>Which stays a number counts: the list behind it.</summary>
public enum StayKind { Left, Completed, Canceled, Faulted, Met, Missed, Again, Reworked, Standing }

/// <summary>The stays behind a number of a workflow's figures.</summary>
/// <param name="StepId"><see cref="StepStay.Whole"/> for the instances as a whole.</param>
/// <param name="Outcome">By which it went on; null for any.</param>
public sealed record StayFilter(string DefinitionId, Period Period, int? Version = null, string StepId = StepStay.Whole,
    StayKind Kind = StayKind.Left, string? Outcome = null)
{
    /// <summary>Those that the actor may see, without an order.</summary>
    public IQueryable<StepStay> Of(ProcessDatabase database, RecordAccess access)
    {
        var stays = Kind == StayKind.Standing ? Standing(database) : WorkflowFigures.Left(database, DefinitionId, Period, Version);
        stays = stays.Where(stay => stay.StepId == StepId);
        stays = Kind switch
        {
            StayKind.Completed => stays.Where(stay => stay.Ended == StayEnd.Completed),
            StayKind.Canceled => stays.Where(stay => stay.Ended == StayEnd.Canceled),
            StayKind.Faulted => stays.Where(stay => stay.Ended == StayEnd.Faulted),
            StayKind.Met => stays.Where(stay => stay.IsMet == true),
            StayKind.Missed => stays.Where(stay => stay.IsMet == false),
            StayKind.Again => stays.Where(stay => stay.Visit > 1),
            StayKind.Reworked => stays.Where(stay => stay.Visit == 2),
            _ => stays,
        };
        if (Outcome is { } outcome)
        {
            var (alone, first, last, between) = (outcome, $"{outcome}\n", $"\n{outcome}", $"\n{outcome}\n");
            stays = outcome == StepStay.UsualOutcome ? stays.Where(stay => stay.Ended == StayEnd.Completed && stay.Outcome == null)
                : stays.Where(stay => stay.Outcome == alone || stay.Outcome!.StartsWith(first) || stay.Outcome!.EndsWith(last)
                || stay.Outcome!.Contains(between));
        }
        if (!access.Workflows.Sees(DefinitionId)) return stays.Where(stay => false);
        return access.Owners is null ? stays
            : from instance in access.InstancesOf(database, DefinitionId) join stay in stays on instance.Id equals stay.InstanceId select stay;
    }

    /// <summary>The newest first.</summary>
    public IQueryable<StepStay> InOrder(ProcessDatabase database, RecordAccess access)
    {
        var stays = Of(database, access);
        var ordered = Kind == StayKind.Standing ? stays.OrderByDescending(stay => stay.CameAt) : stays.OrderByDescending(stay => stay.LeftAt);
        return ordered.ThenBy(stay => stay.InstanceId).ThenBy(stay => stay.Execution);
    }

    IQueryable<StepStay> Standing(ProcessDatabase database)
    {
        var open = database.StepStays.Where(stay => stay.DefinitionId == DefinitionId && stay.LeftAt == null);
        return Version is { } one ? open.Where(stay => stay.Version == one) : open;
    }

    /// <summary>A period as callers give it.</summary>
    /// <exception cref="RefusalException">It ends before it begins.</exception>
    public static Period PeriodOf(DateOnly? from, DateOnly? to) => to < from
        ? throw RefusalException.Invalid("to", "The last day lies before the first one.") : new(from, to);
}
