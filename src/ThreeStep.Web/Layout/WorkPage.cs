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
public abstract class WorkPage : WorkComponent, IDisposable
{
    readonly (CultureInfo Culture, CultureInfo UICulture) languages = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
    IDisposable? subscription;

    [Inject] LiveChanges Changes { get; set; } = default!;

    /// <summary>Reads what the page shows. Runs at the start, after each action and whenever something changes.</summary>
    protected abstract void Look(ProcessDatabase database, RecordAccess access);

    /// <summary>
    /// Whether a changed record, or a workflow's burst, is something this page shows. Called on the committing thread: it looks, and does nothing.
    /// </summary>
    protected virtual bool Concerns(object changed) => false;

    protected override void OnParametersSet() => LookAgain();

    /// <summary>The reader's rights as of the last look.</summary>
    protected RecordAccess Access { get; private set; } = default!;

    protected void LookAgain()
    {
        using var database = File.Query();
        Look(database, Access = RecordAccess.Of(Reader.Caller.Actor(), database));
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) subscription = Changes.Subscribe(Concerns, () => InvokeAsync(ShowChange));
    }

    void ShowChange()
    {
        // The change comes from another thread, which has another language.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = languages;
        LookAgain();
        StateHasChanged();
    }

    public void Dispose()
    {
        subscription?.Dispose();
        GC.SuppressFinalize(this);
    }
}
