using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Figures;

/// <summary>How far bursts are folded into figures.</summary>
/// <param name="Format">Another way to fold begins anew.</param>
/// <param name="Followed">The rowid of the last burst that is folded.</param>
/// <param name="InstanceId">Whose burst that is: another one there says that the file was rebuilt.</param>
/// <param name="Zone">In which days are told; in another all of them are others.</param>
/// <param name="IsClearing">What was folded is being removed, to begin anew.</param>
/// <param name="Transaction">In which that one was committed, where transactions have numbers; else 0.</param>
sealed record FigureProgress(int Format, long Followed, string? InstanceId, long Sequence, string Zone, bool IsClearing = false, long Transaction = 0)
{
    /// <summary>Of the setting in which it stands.</summary>
    public const string Key = "figures";
    public const int Present = 1;

    public static FigureProgress None(string zone) => new(Present, 0, null, 0, zone);

    /// <summary>The same place where the bursts of one store were moved into another, in their order: they have other numbers there.</summary>
    public static void Carry(ProcessStore from, ProcessStore to)
    {
        var (progress, last) = from.Snapshot(Last);
        if (progress is null) return;
        using var database = to.Query();
        database.Database.OpenConnection();
        using var sql = database.Statements();
        var (followed, transaction) = last is var (id, number)
            ? sql.Read(((IBurstHistory)database).BurstOrder.PlaceOf, row => (row.GetInt64(0), row.GetInt64(1)),
                ("@instance_id", id), ("@sequence", number)).Single()
            : (0L, 0L);
        progress = progress with { Followed = followed, Transaction = transaction, InstanceId = last?.InstanceId, Sequence = last?.Sequence ?? 0 };
        sql.Run(FigureSql.SaveProgress, ("@key", Key), ("@value", JsonSerializer.Serialize(progress, Json.Options)));
    }

    static (FigureProgress? Progress, (string InstanceId, long Sequence)? Last) Last(ProcessDatabase database)
    {
        if (database.Setting<FigureProgress>(Key) is not { } progress) return (null, null);
        using var sql = database.Statements();
        var last = sql.Read(((IBurstHistory)database).BurstOrder.LastFollowed, row => (row.GetString(0), row.GetInt64(1)),
            ("@followed", progress.Followed), ("@transaction", progress.Transaction));
        return (progress, last is [var burst] ? burst : null);
    }
}
