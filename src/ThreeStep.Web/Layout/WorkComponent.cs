using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Layout;

/// <summary>
/// What every page and every part of a page that does something needs: the reader, the records, and one way to act and to tell what came of it.
/// </summary>
public abstract class WorkComponent : ComponentBase, IDisposable
{
    readonly CancellationTokenSource life = new();

    protected WorkComponent() => Gone = life.Token;

    [Inject] protected ProcessStore Store { get; set; } = default!;
    [Inject] protected WorkflowRuntime Runtime { get; set; } = default!;
    [Inject] protected TimeProvider Clock { get; set; } = default!;
    [Inject] protected OrderRecords Records { get; set; } = default!;
    [Inject] protected ISnackbar Notices { get; set; } = default!;
    [Inject] protected NavigationManager Navigation { get; set; } = default!;
    [Inject] protected IAuthorizationService Authorization { get; set; } = default!;
    [Inject] protected PeopleSeen Seen { get; set; } = default!;
    [CascadingParameter] protected Reader Reader { get; set; } = default!;

    /// <summary>UTC.</summary>
    protected DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Cancelled when this is not shown any more: who reads for it can stop.</summary>
    protected CancellationToken Gone { get; }

    protected bool IsBusy { get; private set; }

    /// <summary>What is likely the same as what was to be made; shown by <c>LikelyDuplicates</c>.</summary>
    protected IReadOnlyList<LikelyDuplicate> Candidates { get; private set; } = [];

    /// <summary>What speaks against each field of what was sent last; empty where nothing does.</summary>
    protected IReadOnlyList<RefusalException> Mistakes { get; private set; } = [];

    protected void Forget() => (Candidates, Mistakes) = ([], []);

    /// <summary>What somebody typed; blank is nothing.</summary>
    protected static string? Chosen(string? text) => Requirements.Chosen(text);

    /// <summary>As <see cref="Do(Func{Task}, string?, string?)"/>, for one change of records.</summary>
    protected Task<bool> Do<T>(Func<Change, T> change, string? done = null, string? policy = null) =>
        Do(() => Records.Write(Reader.Caller.Actor(), change), done, policy);

    /// <summary>
    /// Carries out what somebody clicked. A refusal is told in the reader's language and nothing is lost; whoever lost their rights since the page
    /// was opened is refused like anybody else.
    /// </summary>
    /// <param name="policy">What the role must allow, beside what the action itself checks.</param>
    /// <returns>True when it was done.</returns>
    protected async Task<bool> Do(Func<Task> action, string? done = null, string? policy = null)
    {
        if (IsBusy) return false;
        IsBusy = true;
        Forget();
        try
        {
            // What was clicked is carried out, even if the page is left meanwhile.
            if (!await SignInSetup.IsCurrent(Reader.Caller, Store, CancellationToken.None))
                throw RefusalException.Forbidden("You were signed out. Sign in again.");
            if (policy is not null && !(await Authorization.AuthorizeAsync(Reader.Caller, policy)).Succeeded)
                throw RefusalException.Forbidden("Your role does not allow this.");
            await action();
            await Seen.See(Reader.Caller);
            if (done is not null) Notices.Add(done, Severity.Success);
            return true;
        }
        catch (RefusalException refusal)
        {
            Candidates = refusal.Candidates;
            if (Candidates.Count > 0) return false;
            Mistakes = refusal.Mistakes;
            if (Mistakes.Count > 0) Notices.Add(Texts.Texts.T("Not everything fits yet: look beside the fields."), Severity.Error);
            else Notices.Add(refusal.Words.In(CultureInfo.CurrentUICulture, Texts.Texts.T, Reader.Zone), Severity.Error);
            return false;
        }
        catch (DefinitionRefusedException refused)
        {
            Notices.Add(refused.Words.In(CultureInfo.CurrentUICulture, Texts.Texts.T, Reader.Zone), Severity.Error);
            return false;
        }
        catch (IntakeClosedException)
        {
            Notices.Add(Texts.Texts.T("The server is paused for maintenance. Nothing was saved; try again later."), Severity.Warning);
            return false;
        }
        catch (Exception error) when (Unavailability.Of(error) is { } reason)
        {
            Notices.Add(Problems.UnavailableText(CultureInfo.CurrentUICulture, reason), Severity.Warning);
            return false;
        }
        finally { IsBusy = false; }
    }

    public virtual void Dispose()
    {
        life.Cancel();
        life.Dispose();
        GC.SuppressFinalize(this);
    }
}
