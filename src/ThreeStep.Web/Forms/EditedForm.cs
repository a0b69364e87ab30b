using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Records;

namespace ThreeStep.Web.Forms;

/// <summary>The form of a task while somebody fills it in: what stands in its fields, and what the rules said of it the last time.</summary>
public sealed class EditedForm(IReadOnlyList<TaskField> fields)
{
    readonly Dictionary<string, EditedAnswer> answers = fields.ToDictionary(field => field.Key, field => new EditedAnswer(field));

    /// <summary>Those that are asked for, as far as it is filled in.</summary>
    public IEnumerable<EditedAnswer> Asked
    {
        get
        {
            var given = new JsonObject();
            foreach (var each in fields)
            {
                if (!FormAnswers.IsAskedFor(each, given)) continue;
                if (answers[each.Key].Given is { } answer) given[each.Key] = answer;
                yield return answers[each.Key];
            }
        }
    }

    /// <summary>As <see cref="FormAnswers"/> takes it.</summary>
    public JsonObject Given => new(Asked.Where(answer => answer.Given is not null).Select(answer =>
        KeyValuePair.Create(answer.Field.Key, answer.Given)));

    /// <summary>What the rules say stands beside each field until it is sent again.</summary>
    public void Tell(IReadOnlyList<RefusalException> mistakes)
    {
        foreach (var answer in answers.Values)
            answer.Mistake = mistakes.FirstOrDefault(mistake => mistake.Field == FormAnswers.PathOf(answer.Field))?.Words;
    }
}

/// <summary>What stands in one field.</summary>
public sealed class EditedAnswer(TaskField asked)
{
    public TaskField Field => asked;
    public string Text { get; set; } = "";
    /// <summary>Of an amount of money.</summary>
    public string Currency { get; set; } = asked.Currency ?? "";
    /// <summary>Of a file that was uploaded; the text is its id.</summary>
    public string? FileName { get; set; }
    public Message? Mistake { get; set; }

    /// <summary>Null where nothing is given.</summary>
    public JsonNode? Given => Text.Trim() is not { Length: > 0 } text ? null : asked.Kind switch
    {
        TaskFieldKind.Money when Currency.Length > 0 => new JsonObject { ["amount"] = text, ["currency"] = Currency },
        TaskFieldKind.YesNo => text == "true",
        _ => text,
    };
}
