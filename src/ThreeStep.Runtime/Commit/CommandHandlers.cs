using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>
/// Who carries out the commands of bursts, by their type. The engine's own are there; a product, or an assembly that brings activities, adds those of
/// its own. A command that nobody carries out is an error when its burst is committed: what a workflow asks for never vanishes.
/// </summary>
public sealed class CommandHandlers
{
    readonly Dictionary<Type, Action<Transaction, Command, InstanceState>> handlers = [];

    public CommandHandlers()
    {
        Add<PublishEventCommand>((transaction, command, _) =>
            transaction.Queue(new QueuedStimulus.PublishEvent(command.EventName, command.CorrelationId, command.InstanceId, command.Payload)));
        Add<StartWorkflowCommand>((transaction, command, _) =>
            transaction.Queue(new QueuedStimulus.StartInstance(command.InstanceId, command.DefinitionId, command.Input, command.CorrelationId,
            ParentInstanceId: command.ParentInstanceId, ParentBookmarkId: command.ParentBookmarkId)));
        Add<ReportToParentCommand>((transaction, command, instance) =>
            transaction.Queue(new QueuedStimulus.Deliver(command.ParentInstanceId,
                new Stimulus.ChildFinished(command.ParentBookmarkId, instance.Id, command.SubStatus, command.Output))));
        Add<CancelWorkflowCommand>((transaction, command, _) =>
            transaction.Queue(new QueuedStimulus.Deliver(command.InstanceId, new Stimulus.Cancel(command.By, command.Reason))));
        Add<SendHttpRequestCommand>((transaction, command, instance) =>
            transaction.Send(command.BookmarkId, OutgoingRequest.Channel, command.Url.Host, OutgoingRequest.Of(command), instance.Id));
        // Whoever called the endpoint takes the answer out of the committed burst.
        Add<HttpResponseCommand>((_, _, _) => { });
        // A line is written after the commit, and a task of RunTask is for whoever asks for it.
        Add<WriteLineCommand>((_, _, _) => { });
        Add<RunTaskCommand>((_, _, _) => { });
    }

    /// <param name="carryOut">Called inside of the commit's transaction, with the instance that asks; what it throws fails the burst.</param>
    /// <exception cref="ArgumentException">Somebody carries out this command already.</exception>
    public CommandHandlers Add<T>(Action<Transaction, T, InstanceState> carryOut) where T : Command
    {
        handlers.Add(typeof(T), (transaction, command, instance) => carryOut(transaction, (T)command, instance));
        return this;
    }

    /// <summary>
    /// Called inside of the commit of a burst in which somebody cancelled the instance or an activity failed, so that a product can tell whom it
    /// concerns.
    /// </summary>
    public Action<Transaction, BurstResult>? OnInterruption { get; init; }

    /// <summary>
    /// Called inside of the transaction in which somebody changes, publishes, takes back or deletes the workflow of an id, there or not: what it
    /// returns says why they may not. Null lets them. The person is null for the server itself.
    /// </summary>
    public Func<Transaction, DefinitionAct, string, string?, Message?>? OnAct { get; init; }

    /// <summary>
    /// Called inside of the transaction in which somebody publishes a version that has passed its checks, so that a product can ask for a second
    /// person's yes first: what it returns says why the version stays a draft for now. Null publishes it.
    /// </summary>
    public Func<Transaction, WorkflowDefinition, string?, Message?>? OnPublishing { get; init; }

    /// <summary>
    /// Called after other definitions are published than before, in a transaction of its own, so that a product can bring up to date what it has
    /// derived from them.
    /// </summary>
    public Action<Transaction>? OnPublished { get; init; }

    /// <summary>What is published has changed: the product brings up to date what it has derived from it.</summary>
    internal Task Published(CommitQueue commits) =>
        OnPublished is { } tell ? commits.Write(transaction => { tell(transaction); return true; }) : Task.CompletedTask;

    /// <exception cref="DefinitionRefusedException">They may not.</exception>
    internal void Require(Transaction transaction, DefinitionAct act, string definitionId, string? by)
    {
        if (OnAct?.Invoke(transaction, act, definitionId, by) is { } why) throw new DefinitionRefusedException(why);
    }

    /// <summary>False for those that somebody else takes out of the committed burst: they change no record.</summary>
    internal static bool ChangesRecords(Command command) => command is not (WriteLineCommand or RunTaskCommand or HttpResponseCommand);

    /// <exception cref="ActivityException">Nobody carries out this command.</exception>
    internal void CarryOut(Transaction transaction, Command command, InstanceState instance)
    {
        if (!handlers.TryGetValue(command.GetType(), out var handler))
            throw new ActivityException($"Nobody carries out the command {command.GetType().Name}.");
        handler(transaction, command, instance);
    }
}

/// <summary>
/// What a burst has decided on is no longer so, because somebody was faster: it is run again from what is there now. Thrown by whoever carries out a
/// command.
/// </summary>
public sealed class StaleBurstException(string message, Exception? inner = null) : Exception(message, inner);
