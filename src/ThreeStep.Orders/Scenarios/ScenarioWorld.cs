using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios;

/// <summary>The world of one story: its company, who and what there is by name, and the time as it goes on.</summary>
public sealed class ScenarioWorld
{
    /// <summary>Longer stories are told in several.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(3 * 366);

    readonly Given given;
    readonly DateTimeOffset begin;
    readonly TimeZoneInfo zone;
    readonly EngineReader reader;
    readonly CancellationToken token;

    /// <param name="token">Ends the story, wherever it is.</param>
    internal ScenarioWorld(PrivateCompany company, Given given, CancellationToken token)
    {
        (Company, this.given, this.token, begin) = (company, given, token, company.Now);
        zone = GivenCompany.ZoneOf(given);
        reader = company.Service<EngineReader>();
    }

    public PrivateCompany Company { get; }
    /// <summary>UTC.</summary>
    public DateTimeOffset Now => Company.Now;
    /// <summary>The story has said that a step fails.</summary>
    public bool FailureIsExpected { get; set; }

    public T Read<T>(Func<ProcessDatabase, T> read) => Company.Read(read);

    // Time

    /// <summary>A time at the company's place, in UTC.</summary>
    public DateTimeOffset At(DateTime local) => new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();

    /// <summary>The time when a length is over, by the company's calendar where it is working time.</summary>
    public DateTimeOffset After(Duration span) => Read(database => Company.Calendars.Of(null, database).Add(Now, span));

    /// <summary>As a story writes it.</summary>
    public string Shown(DateTimeOffset? time) =>
        time is { } at ? TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "–";

    /// <summary>Everything up to a moment (UTC) happens; what is asked of the network is answered as the story says.</summary>
    /// <exception cref="ScenarioException">The story lasts too long.</exception>
    public async Task PassUntil(DateTimeOffset moment)
    {
        if (moment - begin > Longest) throw new ScenarioException("A story lasts three years at most.");
        while (given.Answers.Count > 0 && reader.NextDue() is { } due && due < moment)
        {
            await Company.Time.RunUntil(due, token);
            await AnswerRequests();
        }
        await Company.Time.RunUntil(moment, token);
        await AnswerRequests();
    }

    /// <summary>What follows at once.</summary>
    public Task Settle() => isAtOnce ? Task.CompletedTask : PassUntil(Now);

    /// <summary>Somebody does something, then everything that follows at once.</summary>
    /// <param name="person">By name; null is the server itself.</param>
    /// <exception cref="ScenarioException">The rules refuse it.</exception>
    public async Task Do<T>(string? person, Func<Change, T> change)
    {
        var actor = person is null ? Actor.Server : Company.As(PersonId(person));
        token.ThrowIfCancellationRequested();
        try
        {
            if (isAtOnce) await Company.Records.Record(actor, change);
            else await Company.Records.Write(actor, change);
        }
        catch (RefusalException refusal) { throw new ScenarioException(refusal.Words, refusal); }
        await Settle();
    }

    bool isAtOnce;

    /// <summary>What happens is recorded, all of it, before anything follows from it.</summary>
    public async Task AtOnce(Func<Task> happen)
    {
        isAtOnce = true;
        try { await happen(); }
        finally { isAtOnce = false; }
        await Settle();
    }

    async Task AnswerRequests()
    {
        while (true)
        {
            token.ThrowIfCancellationRequested();
            var waiting = Read(database =>
                database.Outbox.Where(row => row.Channel == OutgoingRequest.Channel && row.DeliveredAt == null).OrderBy(row => row.Id).ToList())
                .Select(row => (Row: row, Answer: GivenCompany.AnswerTo(given, OutgoingRequest.FromDocument(row.Document))))
                .Where(request => request.Answer is not null).ToList();
            if (waiting.Count == 0) return;
            await Company.Runtime.Record(transaction =>
            {
                foreach (var (row, answer) in waiting)
                {
                    transaction.Database.Outbox.Find(row.Id)!.DeliveredAt = transaction.Now;
                    transaction.Queue(new QueuedStimulus.Deliver(row.InstanceId!,
                        new Stimulus.TaskCompleted(row.Key, ValueConversion.From(answer!))));
                }
            });
            await Company.Time.RunUntil(Now, token);
        }
    }

    // People and records

    /// <exception cref="ScenarioException">There is nobody of that name.</exception>
    public string PersonId(string name) => given.People.Any(person => person.Name == name) ? name
        : throw new ScenarioException($"There is nobody called “{name}”. There are: {Listed(given.People.Select(person => person.Name))}");

    /// <summary>What a name of a person or record stands for in a field that holds an id; any other value is what it is.</summary>
    public JsonNode? Meant(string field, JsonNode? value) =>
        field.EndsWith("Id", StringComparison.OrdinalIgnoreCase) && value is not null ? Meant(JsonValue.Create(value.ToString()))
            : value?.DeepClone();

    /// <inheritdoc cref="Meant(string, JsonNode?)"/>
    public JsonNode? Meant(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? name)
        && !given.People.Any(person => person.Name == name) && All().FirstOrDefault(record => record.Name == name) is { } record
            ? JsonValue.Create(record.Id) : value?.DeepClone();

    /// <summary>The name of a person or record; null for anything else.</summary>
    public string? NameOf(string id) => given.People.FirstOrDefault(person => person.Name == id)?.Name
        ?? All().FirstOrDefault(record => record.Id == id)?.Name;

    /// <summary>A record by its name, or by a part of it that no other has.</summary>
    /// <param name="kind">Of which kind it must be; null for any. A name may begin with it: “the deal X”.</param>
    /// <exception cref="ScenarioException">There is none, or there are several.</exception>
    public FoundRecord Record(string name, string? kind = null)
    {
        foreach (var known in Kinds)
            foreach (var before in known.Written)
                if (name.StartsWith(before, StringComparison.OrdinalIgnoreCase)
                    && name[before.Length..].Trim().Trim('“', '”', '"') is { Length: > 0 } rest
                    && !All().Any(record => record.Name == name)) (name, kind) = (rest, kind ?? known.Kind);
        var all = (kind is null ? All() : Records(kind)).ToList();
        var found = all.FindAll(record => record.Name == name);
        if (found.Count == 0) found = all.FindAll(record => Holds(record.Name, name));
        return found.Count == 1 ? found[0]
            : throw new ScenarioException($"There is no record “{name}”, or more than one. There are: {Listed(all.Select(record => record.Name))}");
    }

    static readonly (string Kind, string[] Written)[] Kinds =
    [
        ("Customer", ["the customer ", "customer ", "客户"]), ("Deal", ["the deal ", "deal ", "商机"]), ("Lead", ["the lead ", "lead ", "线索"]),
        ("Case", ["the case ", "case ", "服务单"]), ("Campaign", ["the campaign ", "campaign ", "活动"]),
    ];

    IEnumerable<FoundRecord> All() => Kinds.SelectMany(kind => Records(kind.Kind));

    public IReadOnlyList<FoundRecord> Records(string kind) => Read(database => kind switch
    {
        "Customer" => database.Accounts.Select(row => new FoundRecord(kind, row.Id, row.Name, row.OwnerId)).ToList(),
        "Deal" => database.Deals.Select(row => new FoundRecord(kind, row.Id, row.Name, row.OwnerId)).ToList(),
        "Lead" => database.Leads.Select(row => new FoundRecord(kind, row.Id, row.CompanyName, row.OwnerId)).ToList(),
        "Case" => database.Cases.Select(row => new FoundRecord(kind, row.Id, row.Title, row.OwnerId)).ToList(),
        _ => database.Campaigns.Select(row => new FoundRecord(kind, row.Id, row.Name, row.OwnerId)).ToList(),
    });

    // Tasks and questions

    public List<WorkTask> Tasks(Expression<Func<WorkTask, bool>> wanted) =>
        Read(database => database.Tasks.Where(wanted).OrderBy(task => task.CreatedAt).ToList());

    /// <summary>An open task by part of its title: the person's own, else one that anybody may do.</summary>
    /// <exception cref="ScenarioException">There is none.</exception>
    public WorkTask OpenTask(string person, string title)
    {
        var id = PersonId(person);
        var open = Tasks(task => task.Status == WorkTaskStatus.Open);
        var found = open.FindAll(task => Holds(task.Title, title));
        return found.OrderByDescending(task => task.AssigneeId == id).ThenByDescending(task => task.AssigneeId is null)
            .ThenByDescending(task => task.BookmarkId is not null).FirstOrDefault()
            ?? throw new ScenarioException($"There is no open task “{title}”. Open are: {Told(open)}");
    }

    /// <summary>All questions in their order, with their steps.</summary>
    public List<ApprovalRequest> Questions() =>
        Read(database => database.Approvals.Include(request => request.Steps).OrderBy(request => request.CreatedAt).ToList());

    /// <summary>The one open question whose title holds a text.</summary>
    /// <exception cref="ScenarioException">There is none, or there are several.</exception>
    public ApprovalRequest OpenQuestion(string? title)
    {
        var open = Questions().FindAll(request => request.Status == ApprovalStatus.Pending && Holds(request.Title, title));
        // One that was closed already is refused by the rules, in their words.
        if (open.Count == 0 && title is not null && Questions().FindLast(request => Holds(request.Title, title)) is { } closed) return closed;
        return open.Count == 1 ? open[0] : throw new ScenarioException($"There is no such question, or more than one. There are: {Told(Questions())}");
    }

    // Workflows

    /// <param name="definitionId">Null for all.</param>
    /// <param name="record">What they are about; null for any.</param>
    public List<InstanceRow> Instances(string? definitionId, string? record)
    {
        if (definitionId is not null && !Company.Definitions.Compiled.Exists(definitionId))
            throw new ScenarioException($"There is no published workflow “{definitionId}”.");
        var about = record is null ? null : Record(record).Id;
        return Read(database => database.Instances.Where(row => (definitionId == null || row.DefinitionId == definitionId)
            && (about == null || row.CorrelationId == about)).OrderBy(row => row.CreatedAt).ToList());
    }

    /// <summary>The steps at which an instance waits.</summary>
    public IEnumerable<(string Id, string Name)> Steps(InstanceRow instance) =>
        Read(database => database.Bookmarks.Where(bookmark => bookmark.InstanceId == instance.Id).Select(bookmark => bookmark.ActivityId).ToList())
            .Distinct().Select(id => (id, NameOf(Company.Definitions.Compiled.FindVersion(instance.DefinitionVersionId)?.FindById(id), id)));

    /// <summary>What a step is called on its card.</summary>
    public static string NameOf(ActivityNode? node, string id) =>
        node?.Source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown : node?.Name ?? id;

    /// <summary>What has gone wrong in an instance, each in English.</summary>
    public static IEnumerable<string> Incidents(InstanceRow instance) => instance.IncidentCount == 0 ? []
        : InstanceDocument.Read(instance.Document).Incidents.Select(incident => $"{instance.DefinitionId}, {incident.ActivityId}: {incident.Message}");

    // Words

    /// <summary>Whether a text holds another, in any case.</summary>
    public static bool Holds(string text, string? part) => part is null || text.Contains(part, StringComparison.OrdinalIgnoreCase);

    public static string Listed(IEnumerable<string> words) => string.Join("; ", words) is { Length: > 0 } list ? list : "–";

    /// <summary>Tasks as a reader of any language is told them.</summary>
    public Message Told(IEnumerable<WorkTask> tasks) => Together(tasks.Select(Told));

    Message Told(WorkTask task) => $"{task.Kind} “{task.Title}” ({task.AssigneeId ?? task.Role}, {task.Status}, {Shown(task.DueAt)})";

    static Message Together(IEnumerable<Message> parts)
    {
        Message? all = null;
        foreach (var part in parts) all = all is null ? part : $"{all}; {part}";
        return all ?? "–";
    }

    public static Message Told(IEnumerable<ApprovalRequest> requests) => Together(requests.Select(Told));

    static Message Told(ApprovalRequest request) =>
        $"“{request.Title}” ({request.Status}: {string.Join(", ", request.Steps.Select(Told))})";

    static string Told(ApprovalStep step) => $"{step.ApproverId} {step.Decision?.ToString() ?? "?"}";

    /// <summary>Where the instances of a workflow stand.</summary>
    public string ToldInstances(string definitionId) => Listed(Read(database =>
        database.Instances.Where(row => row.DefinitionId == definitionId).OrderBy(row => row.CreatedAt).ToList())
        .Select(row => $"{row.Name ?? row.DefinitionId} ({row.SubStatus}): {string.Join(" / ", Steps(row).Select(step => step.Name))}"));
}
