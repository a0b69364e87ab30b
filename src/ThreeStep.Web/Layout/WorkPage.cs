using System.Globalization;
using Microsoft.AspNetCore.Components;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Layout;

/// <summary>
/// The one way to write a page: <see cref="Look"/> reads what it shows, with the reader's rights; <see cref="Concerns"/> says which changes make it
/// look again; <see cref="WorkComponent.Do"/> carries out what is clicked.
/// </summary>
public abstract class WorkPage : ReadingComponent
{
    readonly (CultureInfo Culture, CultureInfo UICulture) languages = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
    IDisposable? subscription;

    [Inject] LiveChanges Changes { get; set; } = default!;

    /// <summary>Reads what the page shows. Runs at the start, after each action and whenever something changes.</summary>
    /// <param name="token">Cancelled when the page is left.</param>
    protected abstract Task Look(ProcessDatabase database, RecordAccess access, CancellationToken token);

    /// <summary>
    /// Whether a changed record, or a workflow's burst, is something this page shows. Called on the committing thread: it looks, and does nothing.
    /// </summary>
    protected virtual bool Concerns(object changed) => false;

    /// <summary>The reader's rights as of the last look.</summary>
    protected RecordAccess Access { get; private set; } = default!;

    protected sealed override async Task Read()
    {
        // Before the first look: what changes while it looks is shown as well. A page that is only sent hears of nothing.
        if (RendererInfo.IsInteractive) subscription ??= Changes.Subscribe(IsOfInterest, () => InvokeAsync(ShowChange));
        await using var database = Store.Query();
        await Look(database, Access = await RecordAccess.Read(Reader.Caller.Actor(), database, Gone), Gone);
    }

    protected Task LookAgain() => ReadAgain();

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? Seen.See(Reader.Caller) : Task.CompletedTask;

    /// <summary>Until it knows whose page it is, anything may be.</summary>
    bool IsOfInterest(object changed) => Access is null || Concerns(changed);

    async Task ShowChange()
    {
        // The change comes from another thread, which has another language.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = languages;
        await LookAgain();
        StateHasChanged();
    }

    public override void Dispose()
    {
        subscription?.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}
