using System.Threading.Channels;
using ThreeStep.Runtime;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Endpoints;

/// <summary>
/// Looks for a workflow's answer in the burst that a call led to, and in those after it for as long as the workflow itself waits for an answer from
/// elsewhere; not while it waits for people or time.
/// </summary>
sealed class AwaitedAnswer : IDisposable
{
    static readonly string[] ofMachines = [$"Elsa.{nameof(SendHttpRequest)}", $"Elsa.{nameof(FlowSendHttpRequest)}"];

    readonly WorkflowRuntime runtime;
    readonly string instanceId;
    readonly Channel<BurstResult> later = Channel.CreateUnbounded<BurstResult>();

    /// <summary>Listens from now on, so that nothing is missed between the first burst and the waiting.</summary>
    public AwaitedAnswer(WorkflowRuntime runtime, string instanceId)
    {
        (this.runtime, this.instanceId) = (runtime, instanceId);
        runtime.BurstCommitted += Hear;
    }

    void Hear(BurstResult burst)
    {
        if (burst.State.Id == instanceId) later.Writer.TryWrite(burst);
    }

    /// <returns>The answer, or that there is none: because the workflow failed, has ended, or waits for something that may take long.</returns>
    public async Task<(HttpResponseCommand? Answer, bool HasFailed)> Wait(BurstResult first, TimeSpan limit, CancellationToken gone)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(gone);
        over.CancelAfter(limit);
        var burst = first;
        while (true)
        {
            if (AnswerIn(burst) is { } answer) return (answer, false);
            if (burst.State.SubStatus == InstanceSubStatus.Faulted) return (null, true);
            if (!burst.State.Bookmarks.Exists(bookmark => ofMachines.Contains(bookmark.Name))) return (null, false);
            try { burst = await later.Reader.ReadAsync(over.Token); }
            catch (OperationCanceledException) when (!gone.IsCancellationRequested) { return (null, false); }
        }
    }

    static HttpResponseCommand? AnswerIn(BurstResult burst) =>
        burst.Commands.OfType<HttpResponseCommand>().FirstOrDefault() ?? burst.Children.Select(AnswerIn).FirstOrDefault(answer => answer is not null);

    public void Dispose() => runtime.BurstCommitted -= Hear;
}
