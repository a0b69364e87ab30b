using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Nodes;

/// <summary>
/// An administrator who pauses the runtime means all of it. Where nodes share the store the pause stands there, so it also holds for a node that
/// starts later; alone it is this process's, and a restart begins open. A drain is for the one node that is to be moved.
/// </summary>
public sealed class SharedPause
{
    const string Key = "pause";

    readonly ProcessStore store;
    readonly CommitQueue commits;
    readonly Intake intake;

    internal SharedPause(ProcessStore store, CommitQueue commits, Intake intake) =>
        (this.store, this.commits, this.intake) = (store, commits, intake);

    sealed record Stored(bool IsPaused, string? Why, string? By);

    public Task Pause(string? why, string? by)
    {
        intake.Pause(why, by);
        return Save(new(true, why, by));
    }

    /// <summary>False after a drain: then only a restart opens this node again.</summary>
    public async Task<bool> Resume(string? by)
    {
        var isOpen = intake.Resume(by);
        await Save(new(false, null, by));
        return isOpen;
    }

    async Task Save(Stored pause)
    {
        if (store.IsShared) await commits.Write(transaction => { transaction.Database.SetSetting(Key, pause); return true; });
    }

    internal static bool Is(object record) => record is SettingRow { Key: Key };

    /// <summary>Does what another node was told.</summary>
    internal void Follow()
    {
        using var database = store.Query();
        if (database.Setting<Stored>(Key) is not { } pause) return;
        if (pause.IsPaused) intake.Pause(pause.Why, pause.By);
        else if (!intake.IsOpen) intake.Resume(pause.By);
    }
}
