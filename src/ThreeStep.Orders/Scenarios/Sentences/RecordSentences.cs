using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Staff;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>The customer lets hear from themselves; the owner of the record notes it.</summary>
public sealed record CustomerAnswers(string Record, string? Note) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var record = world.Record(Record);
        return world.Do(record.OwnerId, change => RecordInteraction.Apply(change, LogInteraction.About(record) with
        {
            Kind = InteractionKind.Message,
            Direction = InteractionDirection.Inbound,
            Note = Note,
        }));
    }
}

/// <summary>Somebody notes what happened at the customer.</summary>
/// <param name="On">The day of the next step.</param>
public sealed record LogInteraction(string Person, InteractionKind Kind, string Record, string? Note, string? NextStep, DateTime? On) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var record = world.Record(Record);
        return world.Do(Person, change => RecordInteraction.Apply(change, About(record) with
        {
            Kind = Kind,
            Note = Note,
            NextStep = NextStep,
            NextStepAt = On is { } day ? DateOnly.FromDateTime(day) : null,
        }));
    }

    internal static InteractionInput About(FoundRecord record) => record.Kind switch
    {
        "Customer" => new() { AccountId = record.Id },
        "Deal" => new() { DealId = record.Id },
        "Case" => new() { CaseId = record.Id },
        _ => throw new ScenarioException($"What is noted is about a customer, a deal or a case, not about “{record.Name}”."),
    };
}

/// <summary>Somebody moves a deal to another stage.</summary>
public sealed record MoveStage(string Person, string Record, Stage Stage, string? Reason) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var id = world.Record(Record, "Deal").Id;
        return world.Do(Person, change => MoveDeal.Apply(change, id, Stage, Reason));
    }
}

/// <summary>Somebody changes what is known of a customer, a deal, a case, or the budget of a campaign.</summary>
public sealed record ChangeRecord(string Person, string Record, IReadOnlyDictionary<string, JsonNode?> Fields) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var record = world.Record(Record);
        return record.Kind switch
        {
            "Customer" => Apply<AccountInput>((change, input) => ChangeAccount.Apply(change, record.Id, input)),
            "Deal" => Apply<DealInput>((change, input) => ChangeDeal.Apply(change, record.Id, input)),
            "Case" => Apply<CaseInput>((change, input) => ChangeCase.Apply(change, record.Id, input)),
            "Campaign" => Apply<CampaignInput>((change, input) => ChangeBudget.Apply(change, record.Id, input.Budget)),
            _ => throw new ScenarioException("A lead is not changed: it is accepted or returned."),
        };

        Task Apply<T>(Func<Change, T, object> carryOut)
        {
            var input = RecordFields.Input<T>(world, Fields);
            return world.Do(Person, change => carryOut(change, input));
        }
    }
}

/// <summary>Somebody makes a new customer, deal, lead, case or campaign.</summary>
public sealed record AddRecord(string Person, string Kind, string Name, IReadOnlyDictionary<string, JsonNode?> Fields) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var make = RecordFields.Maker(world, Kind, Name, Fields);
        return world.Do(Person, make);
    }
}

/// <summary>Sales accepts a lead, or returns it with a reason.</summary>
/// <param name="Why">Null: it is accepted.</param>
public sealed record AnswerTheLead(string Person, string Record, string? Why) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var id = world.Record(Record, "Lead").Id;
        return world.Do(Person, change => AnswerLead.Apply(change, id, Why is null, Why));
    }
}

/// <summary>Somebody lets a planned campaign begin.</summary>
public sealed record BeginCampaign(string Person, string Record) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var id = world.Record(Record, "Campaign").Id;
        return world.Do(Person, change => StartCampaign.Apply(change, id));
    }
}

/// <summary>Somebody is away from a day to a day.</summary>
public sealed record GoAway(string Person, DateTime From, DateTime To, string? Substitute) : Sentence
{
    public override Task Play(ScenarioWorld world) => world.Do(Person, change => SetLeave.Apply(change, new LeaveInput
    {
        UserId = world.PersonId(Person),
        From = DateOnly.FromDateTime(From),
        To = DateOnly.FromDateTime(To),
        SubstituteId = Substitute is null ? null : world.PersonId(Substitute),
    }));
}

/// <summary>
/// A record is another than before, and nobody hears of it: what somebody did outside of the story. Tests made of real cases use it.
/// </summary>
public sealed record RecordBecomes(string Record, IReadOnlyDictionary<string, JsonNode?> Fields) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var record = world.Record(Record);
        return world.Do(null, change => RecordFields.Put(world, change, record, Fields));
    }
}

/// <summary>What a field of a record holds.</summary>
public sealed record FieldIs(string Record, string Field, string Value) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var record = world.Record(Record);
        var found = RecordFields.Shown(world, record, ChineseWords.Field(Field));
        if (!RecordFields.AreSame(found, Value)) throw new ScenarioException($"The {Field} of “{record.Name}” is: {found ?? "–"}.");
    }
}

/// <summary>So many records whose name holds a text.</summary>
public sealed record ThereAre(int Count, string Kind, string? Name) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var all = world.Records(Kind).Select(record => record.Name).ToList();
        var found = all.Count(name => ScenarioWorld.Holds(name, Name));
        if (found != Count) throw new ScenarioException($"Expected: {Count}. There is: {ScenarioWorld.Listed(all)}");
    }
}
