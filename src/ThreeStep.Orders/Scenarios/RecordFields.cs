using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios;

/// <summary>A record of the story's company.</summary>
/// <param name="Kind">Customer, Deal, Lead, Case or Campaign.</param>
public sealed record FoundRecord(string Kind, string Id, string Name, string? OwnerId)
{
    /// <summary>As workflows name the kind.</summary>
    public string WorkflowKind => Kind == "Customer" ? "Account" : Kind;

    /// <summary>What the input of a workflow is called that takes its id.</summary>
    public string InputName => $"{WorkflowKind}Id";
}

/// <summary>Fields as sentences and files name them, brought into the inputs of changes, and read from records.</summary>
static class RecordFields
{
    /// <summary>The input of a change.</summary>
    /// <exception cref="ScenarioException">There is no such field, or it cannot hold that.</exception>
    public static T Input<T>(ScenarioWorld world, IReadOnlyDictionary<string, JsonNode?> fields)
    {
        var input = new JsonObject();
        foreach (var (name, value) in fields)
        {
            var property = typeof(T).GetProperties().FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ScenarioException($"There is no field “{name}” here. Known are: {string.Join(", ", NamesOf(typeof(T)))}.");
            input[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = Fitting(world.Meant(name, value), property.PropertyType);
        }
        try { return input.Deserialize<T>(Json.Options)!; }
        catch (JsonException error) { throw new ScenarioException($"The field “{error.Path?.TrimStart('$', '.')}” cannot hold this.", error); }
    }

    static IEnumerable<string> NamesOf(Type type) => type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    /// <summary>How a new record of a kind is made: by the change that people make it with.</summary>
    /// <exception cref="ScenarioException">A field is not known, or cannot hold what is given.</exception>
    public static Func<Change, object> Maker(ScenarioWorld world, string kind, string name, IReadOnlyDictionary<string, JsonNode?> fields)
    {
        switch (kind)
        {
            case "Customer":
                var account = Input<AccountInput>(world, fields) with { Name = name, ConfirmDuplicate = true };
                return change => CreateAccount.Apply(change, account);
            case "Deal":
                var deal = Input<DealInput>(world, fields) with { Name = name };
                return change => CreateDeal.Apply(change, deal);
            case "Lead":
                var lead = Input<LeadInput>(world, fields) with { CompanyName = name };
                return change => AddLead.Apply(change, lead);
            case "Case":
                var item = Input<CaseInput>(world, fields) with { Title = name };
                return change => ReceiveCase.Apply(change, item);
            default:
                var campaign = Input<CampaignInput>(world, fields) with { Name = name };
                return change => PlanCampaign.Apply(change, campaign);
        }
    }

    /// <summary>Sets fields of a record as they are, without the consequences that setting them has.</summary>
    /// <exception cref="ScenarioException">There is no such field, or it cannot hold that.</exception>
    public static bool Put(ScenarioWorld world, Change change, FoundRecord record, IReadOnlyDictionary<string, JsonNode?> fields)
    {
        var kind = OrderKinds.All.Find(record.WorkflowKind)!;
        var entry = change.Database.Entry(kind.Find(change.Database, record.Id)!);
        foreach (var (name, value) in fields)
        {
            var property = entry.Properties.FirstOrDefault(property => property.Metadata.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ScenarioException($"There is no field “{name}” here. Known are: {string.Join(", ", kind.Fields)}.");
            try { property.CurrentValue = Held(world, world.Meant(name, value), property.Metadata.ClrType); }
            catch (ValueConversionException refusal) { throw new ScenarioException(refusal.Words, refusal); }
        }
        return true;
    }

    /// <summary>A time is told at the company's place.</summary>
    static object? Held(ScenarioWorld world, JsonNode? value, Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset) && value is JsonValue text && text.TryGetValue(out string? written)
            ? world.At(Sentences.SlotKinds.ReadMoment(written)) : ValueConversion.To(Fitting(value, type), type);

    /// <summary>A text stays a text where one is wanted, and a Chinese word of a list becomes the list's.</summary>
    static JsonNode? Fitting(JsonNode? value, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Given<>)) type = type.GetGenericArguments()[0];
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null) return null;
        if (type == typeof(string)) return JsonValue.Create(Written(value));
        if (!type.IsEnum) return value.DeepClone();
        var names = Enum.GetNames(type);
        return ChineseWords.Meanings(Written(value)!).FirstOrDefault(word => names.Contains(word, StringComparer.OrdinalIgnoreCase)) is { } word
            ? JsonValue.Create(word) : value.DeepClone();
    }

    /// <summary>What a field of a record holds, as a story says it: names of people and records, times at the company's place.</summary>
    /// <exception cref="ScenarioException">There is no such field.</exception>
    public static string? Shown(ScenarioWorld world, FoundRecord record, string field)
    {
        var kind = OrderKinds.All.Find(record.WorkflowKind)!;
        var name = kind.Fields.FirstOrDefault(known => known.Equals(field, StringComparison.OrdinalIgnoreCase))
            ?? throw new ScenarioException($"There is no field “{field}” here. Known are: {string.Join(", ", kind.Fields)}.");
        return kind.Get(world.Read(database => kind.Read(database, record.Id))!, name) switch
        {
            null => null,
            DateTimeOffset time => world.Shown(time),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            decimal number => number.ToString("0.####", CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            string id when name.EndsWith("Id", StringComparison.Ordinal) => world.NameOf(id) ?? id,
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Whether what a record holds is what a story says: numbers are compared as numbers, words in either language.</summary>
    public static bool AreSame(string? found, string said)
    {
        if (said is "empty" or "nothing" or "空") return string.IsNullOrEmpty(found);
        if (found is null) return false;
        if (PlainValue.Number(found) is { } number && PlainValue.Number(said) is { } other) return number == other;
        return ChineseWords.Meanings(said).Append(said).Contains(found, StringComparer.OrdinalIgnoreCase);
    }

    static string? Written(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? written) ? written : value?.ToJsonString();

    /// <summary>The roles of a person, and what else a file says of them.</summary>
    /// <exception cref="ScenarioException">A word is not known.</exception>
    public static User Person(ScenarioWorld world, GivenThing thing)
    {
        string[] known = ["role", "position", "managerId", "email", "away", "substitute"];
        if (thing.Fields.Keys.FirstOrDefault(name => !known.Contains(name)) is { } other)
            throw new ScenarioException($"There is no field “{other}” here. Known are: {string.Join(", ", known)}.");
        var word = Written(thing.Fields.GetValueOrDefault("role")) ?? nameof(Role.Rep);
        if (!Enum.TryParse<Role>(ChineseWords.Meanings(word)[0], true, out var role))
            throw new ScenarioException($"“{word}” is none of: {string.Join(", ", Enum.GetNames<Role>())}.");
        return new User
        {
            Id = thing.Name,
            Name = thing.Name,
            Role = role,
            Position = Written(thing.Fields.GetValueOrDefault("position")),
            ManagerId = Written(thing.Fields.GetValueOrDefault("managerId")) is { } manager ? world.PersonId(manager) : null,
            Email = Written(thing.Fields.GetValueOrDefault("email")),
        };
    }
}
