using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Tasks;
using ThreeStep.Web.Layout;
using ThreeStep.Web.Texts;
using ThreeStep.Workflows.Values;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Forms;

/// <summary>Answers of forms and the limits of their fields, in the reader's language.</summary>
static class AnswerWords
{
    /// <param name="name">What a person or a record is called; null where it is not known.</param>
    public static string Said(TaskField field, JsonNode answer, Func<string, string?> name) => field.Kind switch
    {
        TaskFieldKind.Money when answer is JsonObject money =>
            Reader.Money(ValueConversion.To<decimal>(money["amount"]), money.Text("currency")),
        TaskFieldKind.Number => Number(field, ValueConversion.AsText(answer)),
        TaskFieldKind.Date => Day(answer.ToString()),
        TaskFieldKind.YesNo => answer.ToString() == "true" ? T("yes") : T("no"),
        TaskFieldKind.Choice => Bilingual.Said(field.Options?.FirstOrDefault(option => option.Value == answer.ToString())?.Name ?? answer.ToString()),
        TaskFieldKind.Person or TaskFieldKind.Record => name(answer.ToString()) ?? "–",
        TaskFieldKind.File when answer is JsonObject file => file.Text("name") ?? "–",
        _ => answer.ToString(),
    };

    static string Number(TaskField field, string number)
    {
        var written = decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value.ToString("#,0.####", CultureInfo.CurrentCulture) : number;
        return field.Kind == TaskFieldKind.Number && field.Unit is { } unit ? $"{written} {Bilingual.Said(unit)}" : written;
    }

    static string Day(string day) => day == "today" ? T("day: today")
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? Reader.Date(date) : day;

    /// <summary>What may be answered, where the field says so.</summary>
    public static string Limits(TaskField field)
    {
        if (field.Kind is TaskFieldKind.Text or TaskFieldKind.LongText) return field.Min is { } least ? T($"{least} characters or more") : "";
        return (field.Min, field.Max) switch
        {
            ({ } least, { } most) => T($"from {Limit(field, least)} to {Limit(field, most)}"),
            ({ } least, null) => field.Kind == TaskFieldKind.Date ? T($"not before {Limit(field, least)}") : T($"{Limit(field, least)} or more"),
            (null, { } most) => field.Kind == TaskFieldKind.Date ? T($"not after {Limit(field, most)}") : T($"{Limit(field, most)} or less"),
            _ => "",
        };
    }

    /// <summary>A field as a business person reads it: its name, its kind, whether it is needed, its limits.</summary>
    public static string Asked(TaskField field)
    {
        var rules = new[] { T("field: " + field.Kind), field.Required ? T("needed") : "", Limits(field) }.Where(rule => rule.Length > 0);
        return $"{Bilingual.Said(field.Name)} ({string.Join("; ", rules)})";
    }

    static string Limit(TaskField field, string limit) => field.Kind == TaskFieldKind.Date ? Day(limit) : Number(field, limit);

    /// <summary>
    /// The title of a task that was done, and what was answered in it: for lists of what happened. People and records stand on its page.
    /// </summary>
    public static string WithTitle(WorkTask task)
    {
        var said = (task.Form ?? [])
            .Where(field => field.Kind is not (TaskFieldKind.Person or TaskFieldKind.Record) && task.Answers?[field.Key] is not null)
            .Select(field => $"{Bilingual.Said(field.Name)}: {Said(field, task.Answers![field.Key]!, _ => null)}");
        return string.Join(" · ", said.Prepend(Bilingual.Said(task.Title)));
    }
}
