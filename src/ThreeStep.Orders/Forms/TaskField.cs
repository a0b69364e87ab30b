using System.Text.Json.Serialization;

namespace ThreeStep.Orders.Forms;

/// <summary>What a field of a form takes.</summary>
public enum TaskFieldKind { Text, LongText, Number, Money, Date, Choice, YesNo, Person, Record, File }

/// <summary>A field that a task asks for. It is written as JSON at the task's step, and every task keeps the form it was given.</summary>
/// <param name="Key">By which answers, and later steps, name it.</param>
/// <param name="Name">What people call it, in both languages: "预算 · Budget".</param>
public sealed record TaskField(string Key, string Name, TaskFieldKind Kind)
{
    /// <summary>What helps to answer, in both languages maybe.</summary>
    public string? Explanation { get; init; }
    /// <summary>What a number counts, such as days; of money its currency (ISO 4217), which the answer may then not choose.</summary>
    public string? Unit { get; init; }
    /// <summary>
    /// The smallest number or amount, the earliest day (2026-12-31 or today), or the fewest characters; null where there is no limit.
    /// </summary>
    public string? Min { get; init; }
    /// <summary>As <see cref="Min"/>, the other way.</summary>
    public string? Max { get; init; }
    /// <summary>How many digits a number has behind the point at most.</summary>
    public int? Decimals { get; init; }
    /// <summary>Of a choice.</summary>
    public IReadOnlyList<TaskOption>? Options { get; init; }
    /// <summary>What a person must be: Manager, Rep, …; null for anybody who works here.</summary>
    public People.Role? Role { get; init; }
    /// <summary>Of which kind a record is: Deal, Account, Contact, Lead, Case or Campaign.</summary>
    public string? Record { get; init; }
    /// <summary>The task is not done without it.</summary>
    public bool Required { get; init; }
    /// <summary>It is asked for only if a field before it has such an answer; null: always.</summary>
    public AskedIf? OnlyIf { get; init; }

    /// <summary>The currency that every answer has, where the field says which.</summary>
    [JsonIgnore] public string? Currency => Kind == TaskFieldKind.Money ? Unit : null;
}

/// <summary>One of the answers of a choice.</summary>
/// <param name="Value">As it is stored, and as workflows compare it.</param>
/// <param name="Name">What people read, in both languages maybe.</param>
public sealed record TaskOption(string Value, string Name);

/// <param name="Field">The key of a choice or of a yes or no that stands before.</param>
/// <param name="Is">The answers with which it is asked for; of a yes or no true or false.</param>
public sealed record AskedIf(string Field, IReadOnlyList<string> Is);
