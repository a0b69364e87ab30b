using System.Text.Json.Nodes;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>A workflow is started by itself. What is named after a person or a record becomes its id.</summary>
/// <param name="Record">What it is about: its id becomes the correlation id, and the input that is called after its kind.</param>
public sealed record StartWorkflow(string Id, string? Record, IReadOnlyDictionary<string, JsonNode?> Fields) : Sentence
{
    public override async Task Play(ScenarioWorld world)
    {
        var definition = world.Company.Definitions.Compiled.FindPublished(Id)?.Definition
            ?? throw new ScenarioException($"There is no published workflow “{Id}”.");
        var record = Record is null ? null : world.Record(Record);
        var input = Fields.ToDictionary(field => field.Key, field => world.Meant(field.Value));
        if (record is not null) input.TryAdd(record.InputName, record.Id);
        if (definition.MissingInputs(input) is { Count: > 0 } missing)
            throw new ScenarioException($"The workflow needs: {string.Join(", ", missing)}.");
        await world.Company.Runtime.Start(Id, input, record?.Id);
        await world.Settle();
    }
}

/// <summary>An event comes from outside.</summary>
public sealed record EventComes(string Name, string? Record, IReadOnlyDictionary<string, JsonNode?> Fields) : Sentence
{
    public override async Task Play(ScenarioWorld world)
    {
        var record = Record is null ? null : world.Record(Record);
        var payload = new JsonObject(Fields.Select(field => KeyValuePair.Create(field.Key, world.Meant(field.Value))));
        if (record is not null && !payload.ContainsKey(record.InputName)) payload[record.InputName] = record.Id;
        await world.Company.Runtime.Trigger(Name, record?.Id, null, payload);
        await world.Settle();
    }
}

/// <summary>A person ends what runs before its time.</summary>
public sealed record CancelWorkflow(string Id, string? Record, string? Reason) : Sentence
{
    public override async Task Play(ScenarioWorld world)
    {
        var running = world.Instances(Id, Record).FindAll(instance => instance.Status == "Running");
        if (running.Count == 0) throw new ScenarioException($"There is no running workflow “{Id}”. {world.ToldInstances(Id)}");
        foreach (var instance in running) await world.Company.Runtime.Deliver(instance.Id, new Stimulus.Cancel(null, Reason));
        await world.Settle();
    }
}

/// <summary>A running instance waits at a step.</summary>
/// <param name="Step">Its id, or part of what it is called.</param>
public sealed record StandsAt(string Id, string? Record, string Step) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var steps = world.Instances(Id, Record).SelectMany(world.Steps);
        if (!steps.Any(step => step.Id == Step || ScenarioWorld.Holds(step.Name, Step)))
            throw new ScenarioException($"The workflow does not stand there. {world.ToldInstances(Id)}");
    }
}

public enum WorkflowState { NotStarted, Running, Finished, Cancelled }

/// <summary>How far all instances of a workflow have come.</summary>
public sealed record WorkflowIs(string Id, string? Record, WorkflowState State) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var instances = world.Instances(Id, Record);
        var isSo = State == WorkflowState.NotStarted ? instances.Count == 0 : instances.Count > 0 && instances.TrueForAll(instance => State switch
        {
            WorkflowState.Running => instance.Status == "Running",
            WorkflowState.Cancelled => instance.SubStatus == "Cancelled",
            _ => instance.SubStatus == "Finished",
        });
        if (!isSo) throw new ScenarioException($"It is otherwise. {world.ToldInstances(Id)}");
    }
}

/// <summary>What a finished workflow has handed out.</summary>
public sealed record OutputIs(string Id, string? Record, string Name, string Value) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var outputs = world.Instances(Id, Record).Select(instance => InstanceDocument.Read(instance.Document).Output).ToList();
        var found = outputs.Select(output =>
            output.FirstOrDefault(pair => pair.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)).Value?.ToString());
        if (!found.Any(value => RecordFields.AreSame(value, Value)))
            throw new ScenarioException($"The outputs are: {ScenarioWorld.Listed(outputs.SelectMany(output => output.Select(pair => $"{pair.Key} = {pair.Value}")))}");
    }
}

/// <summary>A step of the workflow has failed.</summary>
/// <param name="Words">Part of what the incident says.</param>
public sealed record HasFailed(string Id, string? Record, string? Words) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var incidents = world.Instances(Id, Record).SelectMany(ScenarioWorld.Incidents).ToList();
        if (!incidents.Exists(incident => ScenarioWorld.Holds(incident, Words)))
            throw new ScenarioException($"What has failed: {ScenarioWorld.Listed(incidents)}");
        world.FailureIsExpected = true;
    }
}

/// <summary>No step of any workflow has failed. It holds at the end of every story, unless that expects a failure.</summary>
public sealed record NothingHasFailed : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var incidents = world.Instances(null, null).SelectMany(ScenarioWorld.Incidents).ToList();
        if (incidents.Count > 0) throw new ScenarioException($"What has failed: {ScenarioWorld.Listed(incidents)}");
    }
}

/// <summary>Something leaves the building: a mail, a post to a webhook. It is not delivered.</summary>
public sealed record IsSent(string Channel, string To, string? What) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var sent = world.Read(database => database.Outbox.OrderBy(row => row.Id).ToList());
        if (!sent.Exists(row => row.Channel.Equals(ChannelOf(Channel), StringComparison.OrdinalIgnoreCase)
            && (ScenarioWorld.Holds(row.Recipient, To) || row.Channel == OutgoingRequest.Channel && ScenarioWorld.Holds(row.Document, To))
            && ScenarioWorld.Holds(row.Document, What)))
            throw new ScenarioException($"What was sent: {ScenarioWorld.Listed(sent.Select(row => $"{row.Channel} → {row.Recipient}"))}");
    }

    static string ChannelOf(string word) => word switch { "邮件" => "mail", "请求" or "request" => OutgoingRequest.Channel, _ => word };
}
