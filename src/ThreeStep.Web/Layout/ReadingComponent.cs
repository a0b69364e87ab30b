using Microsoft.AspNetCore.Components;

namespace ThreeStep.Web.Layout;

/// <summary>
/// What reads before it shows anything: while it reads it is not drawn, so nobody sees half of the old and half of the new, or "not found" before
/// the answer is there.
/// </summary>
public abstract class ReadingComponent : WorkComponent
{
    /// <summary>One reading after the other: what was asked last is shown last.</summary>
    readonly SemaphoreSlim turn = new(1);

    /// <summary>Reads what is shown: before the first drawing, whenever parameters have changed, and at each <see cref="ReadAgain"/>.</summary>
    protected abstract Task Read();

    protected async Task ReadAgain()
    {
        await turn.WaitAsync(Gone);
        try { await Read(); }
        finally { turn.Release(); }
    }

    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await ReadAgain();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    protected override bool ShouldRender() => turn.CurrentCount > 0;
}
