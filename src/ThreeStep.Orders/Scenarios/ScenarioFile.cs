using System.Text.Json.Nodes;
using ThreeStep.Orders.Scenarios.Sentences;

namespace ThreeStep.Orders.Scenarios;

/// <summary>A file of scenarios as it was read. With errors it holds what could be read nevertheless, and is not run.</summary>
/// <param name="Name">What the file is called, for whoever reads of a failure.</param>
/// <param name="Workflow">The workflow that it is about, by its id.</param>
public sealed record ScenarioFile(string Name, string? Workflow, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioError> Errors);

/// <summary>What is wrong with a text, and where: the line and the column, counted from 1.</summary>
public sealed record ScenarioError(int Line, int Column, Message Text);

/// <summary>One story: what is given, then what happens and what is expected of it, in this order.</summary>
/// <param name="Line">Where it begins, counted from 1.</param>
public sealed record Scenario(string Name, int Line, Given Given, IReadOnlyList<Sentence> Story);

/// <summary>What there is before the story begins.</summary>
public sealed record Given
{
    /// <summary>At the company's place.</summary>
    public DateTime Now { get; init; } = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Unspecified);
    /// <summary>Only these workflows are published, by their ids, and only when all that is given is there; null for all, from the first.</summary>
    public IReadOnlyList<string>? Workflows { get; init; }
    /// <summary>Name, currency, zone and what else the settings of the company say.</summary>
    public GivenThing? Company { get; init; }
    /// <summary>When the company works: hours, holidays, workdays, official.</summary>
    public GivenThing? Calendar { get; init; }
    public IReadOnlyList<GivenThing> People { get; init; } = [];
    /// <summary>Customers, deals, leads, cases and campaigns, in the order in which they are made.</summary>
    public IReadOnlyList<GivenThing> Records { get; init; } = [];
    /// <summary>What addresses answer that workflows call: the name is what the address begins with.</summary>
    public IReadOnlyList<GivenThing> Answers { get; init; } = [];
}

/// <summary>A person, a record or a setting: what it is called and what is known of it.</summary>
/// <param name="Kind">Person, Customer, Deal …</param>
/// <param name="Fields">As they are written, by their English names.</param>
/// <param name="Line">Where it stands, counted from 1.</param>
public sealed record GivenThing(string Kind, string Name, IReadOnlyDictionary<string, JsonNode?> Fields, int Line);
