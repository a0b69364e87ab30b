using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Files;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Forms;

/// <summary>
/// The answers to a form: each in its proper form, or refused. The one rule for pages, programs, workflows and scenarios. Money is
/// <c>{amount, currency}</c>, a day 2026-12-31, a person or record its id, a file <c>{id, name}</c>.
/// </summary>
public static class FormAnswers
{
    /// <summary>Under which callers give them; a refusal names the field as <c>answers.budget</c>.</summary>
    public const string Field = "answers";

    public static string PathOf(TaskField field) => $"{Field}.{field.Key}";

    /// <param name="given">By the keys of fields; null gives none.</param>
    /// <param name="taskId">Whose files may be named.</param>
    /// <returns>What is answered, in the order of the form. What is not asked for is not there.</returns>
    /// <exception cref="RefusalException">An answer is missing, unknown or breaks a rule; each field is named.</exception>
    public static JsonObject Take(Change change, IReadOnlyList<TaskField> form, JsonObject? given, string taskId)
    {
        var (taken, mistakes) = (new JsonObject(), new List<RefusalException>());
        foreach (var key in (given ?? []).Select(answer => answer.Key).Where(key => form.All(field => field.Key != key)))
            mistakes.Add(RefusalException.Invalid($"{Field}.{key}", $"This task does not ask for “{key}”."));
        foreach (var field in form)
            try
            {
                if (TakeOne(change, field, given?[field.Key], IsAskedFor(field, taken), taskId) is { } answer) taken[field.Key] = answer;
            }
            catch (RefusalException mistake) { mistakes.Add(mistake); }
        return mistakes.Count == 0 ? taken : throw RefusalException.Several(mistakes);
    }

    /// <summary>Whether a field is asked for, as far as it is answered.</summary>
    public static bool IsAskedFor(TaskField field, JsonObject answers) => field.OnlyIf is not { } condition
        || answers[condition.Field] is { } answer && condition.Is.Contains(ValueConversion.AsText(answer));

    static JsonNode? TakeOne(Change change, TaskField field, JsonNode? given, bool isAskedFor, string taskId)
    {
        var path = PathOf(field);
        var answer = IsBlank(given) ? null : Taken(change, field, given!, path, taskId);
        if (!isAskedFor) return answer is null ? null : throw RefusalException.Invalid(path, "This is not asked for with the other answers.");
        return answer is not null || !field.Required ? answer : throw RefusalException.Invalid(path, "An answer is needed here.");
    }

    static bool IsBlank(JsonNode? value) =>
        value is null || value is JsonValue scalar && scalar.TryGetValue(out string? text) && string.IsNullOrWhiteSpace(text);

    static JsonNode? Taken(Change change, TaskField field, JsonNode given, string path, string taskId) => field.Kind switch
    {
        TaskFieldKind.Number => Number(field, Decimal(given, path), path),
        TaskFieldKind.Money => Money(change, field, given, path),
        TaskFieldKind.Date => Day(change, field, given, path),
        TaskFieldKind.YesNo => YesNo(Text(given, path), path),
        TaskFieldKind.Choice => Choice(field, Text(given, path), path),
        TaskFieldKind.Person => Person(change, field, Text(given, path), path),
        TaskFieldKind.Record => Record(change, field, Text(given, path), path),
        TaskFieldKind.File => File(change, given, path, taskId),
        _ => Written(field, Text(given, path), path),
    };

    static string Text(JsonNode given, string path) => given is JsonValue ? ValueConversion.AsText(given).Trim()
        : throw RefusalException.Invalid(path, "One value is needed here, not several.");

    static JsonNode? Written(TaskField field, string given, string path)
    {
        var longest = (int)(Range.Number(field.Max) ?? Range.Longest(field.Kind));
        var text = field.Kind == TaskFieldKind.LongText ? TextField.Note(given, path, longest) : TextField.Line(given, path, longest);
        if (text is null) return null;
        return text.Length >= (Range.Number(field.Min) ?? 0) ? text
            : throw RefusalException.Invalid(path, $"At least {Range.Number(field.Min):0} characters are needed; this has {text.Length}.");
    }

    static decimal Decimal(JsonNode given, string path)
    {
        var text = Text(given, path);
        if (given is JsonValue exact && exact.TryGetValue(out decimal value)) return value;
        if (given.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
            && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return number;
        throw RefusalException.Invalid(path, $"“{Shortened(text)}” is no number.");
    }

    static string Shortened(string text) => text.Length > 60 ? $"{text[..60]}…" : text;

    static decimal Number(TaskField field, decimal number, string path)
    {
        const decimal largest = NumberField.LargestAmount;
        if (Math.Abs(number) > largest) throw RefusalException.Invalid(path, $"Give a number up to {largest:N0}.");
        var digits = field.Decimals ?? NumberField.Digits;
        if (digits == 0 && decimal.Truncate(number) != number) throw RefusalException.Invalid(path, "A whole number is needed here.");
        if (Math.Round(number, digits) != number) throw RefusalException.Invalid(path, $"At most {digits} digits behind the point.");
        RequireWithin(field, number, path);
        // 5.00 and 5 are one number, and are kept as one.
        return number / 1.0000000000000000000000000000m;
    }

    static void RequireWithin(TaskField field, decimal number, string path)
    {
        var (least, most) = (Range.Number(field.Min), Range.Number(field.Max));
        if (number < least) throw RefusalException.Invalid(path, $"Not less than {least:#,0.####}.");
        if (number > most) throw RefusalException.Invalid(path, $"Not more than {most:#,0.####}.");
    }

    static JsonObject Money(Change change, TaskField field, JsonNode given, string path)
    {
        var (amount, currency) = given is JsonObject money
            ? (money["amount"] is { } written ? Decimal(written, path) : throw RefusalException.Invalid(path, "The amount is missing."),
                money["currency"] is { } code ? CurrencyField.Of(Text(code, path), path) : null)
            : Spoken(given, path);
        var taken = Number(field, NumberField.Amount(amount, path), path);
        if (field.Currency is { } wanted && currency is not null && currency != wanted)
            throw RefusalException.Invalid(path, $"The amount is asked for in {wanted}.");
        return new JsonObject { ["amount"] = taken, ["currency"] = field.Currency ?? currency ?? CurrencyOfCompany(change) };
    }

    /// <summary>"500000 CNY", "CNY 500,000" or only the amount.</summary>
    static (decimal Amount, string? Currency) Spoken(JsonNode given, string path)
    {
        var parts = Text(given, path).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var one, var other]) return (Decimal(given, path), null);
        return char.IsAsciiLetter(one[0]) ? (Decimal(other, path), CurrencyField.Of(one, path)) : (Decimal(one, path), CurrencyField.Of(other, path));
    }

    static string CurrencyOfCompany(Change change) => change.Database.Companies.Select(company => company.Currency).FirstOrDefault() ?? "CNY";

    static string? Day(Change change, TaskField field, JsonNode given, string path)
    {
        var zone = CompanyDays.Zone(change.Database);
        var (day, today) = (DayField.Of(Text(given, path), path, zone), CompanyDays.Of(change.Now, zone));
        if (day < Range.Day(field.Min, today)) throw RefusalException.Invalid(path, $"Not before {Range.Day(field.Min, today):yyyy-MM-dd}.");
        if (day > Range.Day(field.Max, today)) throw RefusalException.Invalid(path, $"Not after {Range.Day(field.Max, today):yyyy-MM-dd}.");
        return DayField.Written(day);
    }

    static bool YesNo(string given, string path) => given.ToLowerInvariant() switch
    {
        "true" or "yes" or "是" => true,
        "false" or "no" or "否" => false,
        _ => throw RefusalException.Invalid(path, "Answer with yes or no: true or false."),
    };

    static string Choice(TaskField field, string given, string path) =>
        (field.Options!.FirstOrDefault(option => option.Value == given)
            ?? field.Options!.FirstOrDefault(option => option.Value.Equals(given, StringComparison.OrdinalIgnoreCase)
                || option.Name == given || option.Name.Split(" · ").Contains(given)))?.Value
            ?? throw RefusalException.Invalid(path,
                $"“{Shortened(given)}” is none of the answers. Use one of: {string.Join(", ", field.Options!.Select(option => option.Value))}.");

    static string Person(Change change, TaskField field, string given, string path)
    {
        var found = change.Database.Users.Where(user => user.IsActive && (user.Id == given || user.Name == given)).ToList();
        var person = found.Find(user => user.Id == given) ?? found switch
        {
            [var only] => only,
            [] => throw RefusalException.Invalid(path, $"There is nobody active called “{Shortened(given)}”."),
            _ => throw RefusalException.Invalid(path, $"Several have the name “{Shortened(given)}”. Give the id."),
        };
        return field.Role is not { } role || person.Role == role ? person.Id
            : throw RefusalException.Invalid(path, $"Somebody of the role {role} is asked for.");
    }

    /// <summary>By its id, or by its name where only one has it. Nobody learns of a record that is not theirs to see.</summary>
    static string Record(Change change, TaskField field, string given, string path)
    {
        var seen = change.Kinds.Seen(change.Access, change.Database, field.Record!)!;
        if (seen.Any(row => row.Id == given)) return given;
        return seen.Where(row => row.Called == given).Select(row => row.Id).Take(2).ToList() switch
        {
            [var id] => id,
            [] => throw RefusalException.Invalid(path, $"There is no {field.Record} “{Shortened(given)}”."),
            _ => throw RefusalException.Invalid(path, $"Several have the name “{Shortened(given)}”. Give the id."),
        };
    }

    /// <summary>One that was given to this very task.</summary>
    static JsonObject File(Change change, JsonNode given, string path, string taskId)
    {
        var id = given is JsonObject file && file["id"] is { } named ? Text(named, path) : Text(given, path);
        return change.Database.Files.Find(id) is { } found && found.TaskId == taskId ? new JsonObject { ["id"] = found.Id, ["name"] = found.Name }
            : throw RefusalException.Invalid(path, "This file was not given to this task. Upload it first.");
    }
}
