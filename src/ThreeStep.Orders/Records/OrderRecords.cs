using ThreeStep.Orders.People;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;

namespace ThreeStep.Orders.Records;

/// <summary>The one way to change records from outside of a workflow.</summary>
public sealed class OrderRecords(WorkflowRuntime runtime, CompiledDefinitions definitions, RecordKinds kinds, WorkingCalendars calendars)
{
    /// <summary>Makes a change in a transaction of its own; the workflows that it concerns have moved on when this returns.</summary>
    /// <returns>What the change made.</returns>
    /// <exception cref="RefusalException">The change is refused; nothing of it is kept.</exception>
    public Task<T> Write<T>(Actor by, Func<Change, T> change) =>
        runtime.Write(transaction => change(new Change(transaction, by, kinds, definitions, calendars)));

    /// <summary>As <see cref="Write{T}"/>, but the workflows move on soon after it has returned.</summary>
    public Task<T> Record<T>(Actor by, Func<Change, T> change) =>
        runtime.Record(transaction => change(new Change(transaction, by, kinds, definitions, calendars)));
}
