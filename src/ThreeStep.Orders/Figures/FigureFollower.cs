using System.Data;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Figures;

/// <summary>
/// Folds bursts into stays, behind the engine and never in its way: some bursts are read in the order of their commits, and what they come to is
/// written in one transaction with how far that was. After a crash it goes on from there, so each burst counts once. See decision 021.
/// </summary>
public sealed class FigureFollower(ProcessStore store, WorkflowRuntime runtime)
{
    const int ClearedAtOnce = 2_000;
    static readonly TimeSpan AWhile = TimeSpan.FromMilliseconds(50);

    sealed record Batch(FigureProgress Before, FigureProgress After, IReadOnlyList<InstanceCourse> Courses, int Bursts, string? Raw);

    /// <summary>How many bursts were committed and are not folded yet.</summary>
    public static long Behind(ProcessDatabase database)
    {
        var place = Place(database);
        return database.Database.SqlQueryRaw<long>(Order(database).Behind, place?.Followed ?? 0, place?.Transaction ?? 0).AsEnumerable().Single();
    }

    /// <summary>When the first burst was that is not folded yet (UTC); null where all are.</summary>
    public static DateTimeOffset? FirstBehind(ProcessDatabase database)
    {
        var place = Place(database);
        return database.Database.SqlQueryRaw<long>(Order(database).NextTime, place?.Followed ?? 0, place?.Transaction ?? 0).AsEnumerable()
            .Select(ticks => (DateTimeOffset?)At(ticks)).FirstOrDefault();
    }

    static BurstOrder Order(ProcessDatabase database) => ((IBurstHistory)database).BurstOrder;

    static FigureProgress? Place(ProcessDatabase database) => database.Setting<FigureProgress>(FigureProgress.Key);

    /// <summary>Folds everything that was committed before. Transactions that others have begun are waited for.</summary>
    public async Task CatchUp(CancellationToken token = default)
    {
        while (true)
        {
            while (await FollowSome(1_000, token) > 0) { }
            await using var database = store.Query();
            if (Behind(database) == 0) return;
            await Task.Delay(AWhile, TimeProvider.System, token);
        }
    }

    /// <summary>Folds at most so many bursts, the oldest first.</summary>
    /// <returns>How many steps were taken: 0 when there is nothing to do.</returns>
    public async Task<int> FollowSome(int most, CancellationToken token = default)
    {
        var batch = ReadBatch(most);
        if (batch.Bursts == 0 && batch.Before == batch.After && !batch.After.IsClearing) return 0;
        token.ThrowIfCancellationRequested();
        await runtime.Record(transaction => { Write(transaction, batch); });
        return Math.Max(1, batch.Bursts);
    }

    Batch ReadBatch(int most) => store.Snapshot(database => ReadBatch(database, most));

    static Batch ReadBatch(ProcessDatabase database, int most)
    {
        var order = Order(database);
        using var session = database.Statements();
        var raw = session.Text(FigureSql.Progress, ("@key", FigureProgress.Key));
        var zone = CompanyDays.Zone(session.Text(FigureSql.Zone));
        var before = raw is null ? FigureProgress.None(zone.Id) : Read(raw);
        if (before.IsClearing) return new(before, before, [], 0, raw);
        if (before.Format != FigureProgress.Present || before.Zone != zone.Id || !IsWhereItWas(session, order, before))
            return new(before, before with { IsClearing = true }, [], 0, raw);

        var (courses, after, count) = (new Dictionary<string, InstanceCourse?>(), before, 0);
        var rows = session.Read(order.Some, row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2), At(row.GetInt64(3)), row.GetString(4),
            row.GetInt64(5)), ("@followed", before.Followed), ("@transaction", before.Transaction), ("@limit", most));
        foreach (var (rowId, instanceId, sequence, at, document, transaction) in rows)
        {
            after = after with { Followed = rowId, InstanceId = instanceId, Sequence = sequence, Transaction = transaction };
            count++;
            if (!courses.TryGetValue(instanceId, out var course)) courses[instanceId] = course = Load(session, instanceId);
            if (course is null || FollowedBurst.Read(document) is not { } burst) continue;
            course.Fold(burst, at);
            if (course.EndsWith(sequence) is { } end) course.End(end);
        }
        var followed = courses.Values.OfType<InstanceCourse>().ToList();
        foreach (var course in followed) Judge(session, course, zone);
        return new(before, after, followed, count, raw);
    }

    static InstanceCourse? Load(SqlSession session, string instanceId)
    {
        var found = session.Read(FigureSql.Instance, row => new InstanceCourse(instanceId, row.GetString(0), row.GetInt32(1))
        {
            OverAt = row.GetString(2) == nameof(InstanceStatus.Finished) && row.GetString(3) != nameof(InstanceSubStatus.Faulted)
                && !row.IsDBNull(4) ? At(row.GetInt64(4)) : null,
            LastSequence = row.GetInt64(5),
        }, ("@id", instanceId));
        if (found is not [var course]) return null;
        session.Read(FigureSql.StaysOf, row =>
        {
            if (!row.IsDBNull(6)) course.Resume(row.GetString(3), row.GetInt32(2));
            else course.Resume(new StepStay
            {
                InstanceId = instanceId,
                Execution = row.GetInt32(0),
                DefinitionId = row.GetString(1),
                Version = row.GetInt32(2),
                StepId = row.GetString(3),
                Visit = row.GetInt32(4),
                CameAt = At(row.GetInt64(5)),
            });
            return 0;
        }, ("@id", instanceId));
        return course;
    }

    /// <summary>On which day stays ended, and whether promises were kept: what the bursts themselves do not tell.</summary>
    static void Judge(SqlSession session, InstanceCourse course, TimeZoneInfo zone)
    {
        List<Promise>? promises = null;
        foreach (var stay in course.Changed)
        {
            if (stay.LeftAt is not { } left) continue;
            promises ??= session.Read(FigureSql.ClocksOf, row => new Promise(row.IsDBNull(0) ? null : row.GetString(0), At(row.GetInt64(1)),
                row.IsDBNull(2) ? null : At(row.GetInt64(2))), ("@id", course.InstanceId));
            stay.Judge(CompanyDays.Of(left, zone).DayNumber, PromiseKept.In(stay, promises));
        }
    }

    /// <summary>
    /// Nothing else stands where the last burst that was folded stood: rowids are not kept where a file is built anew by other means (VACUUM).
    /// </summary>
    static bool IsWhereItWas(SqlSession session, BurstOrder order, FigureProgress progress)
    {
        if (order.NumbersComeAgain && session.Whole(FigureSql.LastBurst) < progress.Followed) return false;
        return session.Read(FigureSql.BurstAt, row => row.GetString(0) == progress.InstanceId && row.GetInt64(1) == progress.Sequence,
            ("@followed", progress.Followed)) is not [false] || progress.InstanceId is null;
    }

    static void Write(Transaction transaction, Batch batch)
    {
        using var session = transaction.Database.Statements();
        // Instances may have been deleted meanwhile, which sets back how far it got.
        if (session.Text(FigureSql.Progress, ("@key", FigureProgress.Key)) != batch.Raw) return;
        var after = batch.After;
        if (batch.Before.IsClearing && session.Run(FigureSql.ClearSome, ("@limit", ClearedAtOnce)) == 0)
        {
            session.Run(FigureSql.ClearFigures);
            var zone = CompanyDays.Zone(transaction.Database);
            after = FigureProgress.None(zone.Id);
        }
        foreach (var course in batch.Courses)
        {
            if (course.HasMoved) session.Run(FigureSql.MoveStays, ("@id", course.InstanceId), ("@version", course.Version));
            foreach (var stay in course.Changed) Save(session, stay);
        }
        session.Run(FigureSql.SaveProgress, ("@key", FigureProgress.Key), ("@value", JsonSerializer.Serialize(after, Json.Options)));
    }

    static void Save(SqlSession session, StepStay stay) => session.Run(FigureSql.SaveStay,
        ("@instance_id", stay.InstanceId), ("@execution", stay.Execution), ("@definition_id", stay.DefinitionId), ("@version", stay.Version),
        ("@step_id", stay.StepId), ("@visit", stay.Visit), ("@came_at", stay.CameAt.UtcTicks), ("@left_at", stay.LeftAt?.UtcTicks),
        ("@ended", (int?)stay.Ended ?? (object)DbType.Int32), ("@outcome", stay.Outcome), ("@is_met", stay.IsMet ?? (object)DbType.Boolean),
        ("@day", stay.Day ?? (object)DbType.Int32), ("@seconds", stay.Seconds ?? (object)DbType.Int64),
        ("@bucket", stay.Bucket ?? (object)DbType.Int32));

    static FigureProgress Read(string text) => JsonSerializer.Deserialize<FigureProgress>(text, Json.Options)!;

    static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
