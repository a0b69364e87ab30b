using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>
/// Makes a scenario of a finished case: what was first read becomes what is given, what moved the case becomes what happens, and what it asked for
/// becomes what is expected. Whoever was in it is told by what they do.
/// </summary>
public sealed class CaseScenario
{
    /// <summary>A note that is longer says no more to a workflow.</summary>
    const int LongestNote = 300;
    /// <summary>What follows from a burst has come by then.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    readonly CaseHistory history;
    readonly CaseNames names;
    readonly TimeZoneInfo zone;
    readonly ProcessDatabase database;
    readonly StoryWriter story;
    /// <summary>What the story's records hold as far as it has come, by id and field.</summary>
    readonly Dictionary<(string Id, string Field), string?> known = [];
    /// <summary>Tasks that were made so far.</summary>
    readonly List<WorkTask> made = [];

    CaseScenario(ProcessDatabase database, CaseHistory history)
    {
        (this.database, this.history) = (database, history);
        names = new CaseNames(database, history);
        zone = CompanyDays.Zone(database.Companies.Select(company => company.Zone).FirstOrDefault());
        story = new StoryWriter(Local(history.Begin));
    }

    /// <returns>A file of scenarios with one scenario.</returns>
    /// <exception cref="RefusalException">There is no such case, it has not finished, or no story can tell it.</exception>
    public static string Of(ProcessDatabase database, string definitionId, string instanceId) =>
        new CaseScenario(database, CaseHistory.Read(database, definitionId, instanceId)).Write();

    /// <summary>The versions that the case ran on, by workflow: the test is about those.</summary>
    /// <param name="rights">Of whoever reads it: the case and all that it started must be theirs to see.</param>
    /// <inheritdoc cref="Of" path="/exception"/>
    public static IReadOnlyDictionary<string, string> Versions(ProcessDatabase database, WorkflowRights rights, string definitionId,
        string instanceId)
    {
        var versions = CaseHistory.Read(database, definitionId, instanceId).Instances.GroupBy(instance => instance.DefinitionId)
            .ToDictionary(group => group.Key, group => group.First().DefinitionVersionId);
        foreach (var id in versions.Keys) rights.Require(id, WorkflowRight.SeeData);
        return versions;
    }

    string Write()
    {
        var starting = StartedRecord();
        foreach (var (kind, id) in names.Records) Give(kind, id, isStarting: id == starting?.Id);
        Start(starting);
        foreach (var moments in Moments().GroupBy(moment => moment.At)) Tell(moments.Key, [.. moments]);
        End();
        return story.Text(history.Root.DefinitionId, [.. history.Instances.Select(instance => instance.DefinitionId).Distinct()],
            new GivenText(names, database, zone).Lines(history));
    }

    // What there is

    CaseBurst First => history.Bursts[0];

    /// <summary>The record that the case began with, where it began because that was made.</summary>
    (string Kind, string Id)? StartedRecord()
    {
        if (First.Document.Stimulus is not Stimulus.Start { TriggerNodeId: not null } start) return null;
        foreach (var (kind, input) in ((string, string)[])[("Deal", "DealId"), ("Lead", "LeadId"), ("Case", "CaseId")])
            if (start.Input.Count <= 2 && start.Input.TryGetValue(input, out var id) && id is not null && names.Of(id.ToString()) is not null)
                return (kind, id.ToString());
        return null;
    }

    void Give(string kind, string id, bool isStarting)
    {
        var read = history.Reads.FirstOrDefault(read => read.Kind == kind && read.Id == id)?.Value as JsonObject ?? Present(kind, id);
        var made = GivenFields.Of(kind, read);
        foreach (var (field, value) in made) known[(id, field)] = value?.ToString();
        // What is no line of a product list is a line of its own.
        if (kind == "Deal") known[(id, "productLine")] = made["product"]?.ToString();
        var written = made.Where(field => field.Value is not null && !IsUsual(field.Key, field.Value.ToString()))
            .Select(field => (GivenFields.Short(field.Key), Value(field.Key, field.Value!))).ToList();
        if (isStarting)
        {
            var owner = Person(made.GetValueOrDefault("ownerId")?.ToString()) ?? AnybodyFor(kind);
            story.When($"{owner} adds a {kind.ToLowerInvariant()} \"{names.Of(id)}\"{With(written)}");
        }
        else story.Give(kind == "Account" ? "customers" : $"{kind.ToLowerInvariant()}s", names.Of(id)!, written);
        if (read is not null) Become(id, kind, read, GivenFields.Later(kind));
    }

    /// <summary>One that the case only points to is as it is now.</summary>
    JsonObject? Present(string kind, string id) => OrderKinds.All.Find(kind)?.Read(database, id) is { } row
        ? System.Text.Json.JsonSerializer.SerializeToNode(row, row.GetType(), Json.Options) as JsonObject : null;

    /// <summary>What every new record has, so that nobody needs to say it.</summary>
    bool IsUsual(string field, string value) => field switch
    {
        "years" => value == "1",
        "discountPercent" or "paymentDays" or "freeServiceMonths" => PlainValue.Number(value) == 0,
        "currency" => value == database.Companies.Select(company => company.Currency).FirstOrDefault(),
        "tier" => value == nameof(Accounts.AccountTier.Standard),
        _ => false,
    };

    string AnybodyFor(string kind)
    {
        var role = kind switch { "Lead" => Role.Marketing, "Case" => Role.Service, _ => Role.Rep };
        return Person(names.People.Find(person => person.Role == role)?.Id) ?? Anybody;
    }

    string Anybody => names.Of(names.People.FirstOrDefault()?.Id) ?? "Rep 01";

    static string With(IReadOnlyList<(string, string)> fields) => fields.Count == 0 ? "" : $" with {Joined(fields)}";

    static string Joined(IEnumerable<(string Field, string Value)> fields) =>
        string.Join(", ", fields.Select(field => $"{field.Field} {field.Value}"));

    /// <summary>Says what a record holds otherwise than the story's has it.</summary>
    void Become(string id, string kind, JsonObject read, IEnumerable<string> fields)
    {
        var other = fields.Select(field => (Field: field, Value: read[field]))
            .Where(field => !Same(known.GetValueOrDefault((id, field.Field)), field.Value)).ToList();
        foreach (var (field, value) in other) known[(id, field)] = value?.ToString();
        // Without an amount nobody has said yes to anything.
        if (read["approvedAmount"] is null) other.RemoveAll(field => field.Field.StartsWith("approved", StringComparison.Ordinal));
        var told = other.Where(field => field.Value is null || names.Of(field.Value.ToString()) is not null
            || !field.Field.EndsWith("Id", StringComparison.Ordinal))
            .Select(field => (field.Field, field.Value is null ? "nothing" : Value(field.Field, field.Value))).ToList();
        var called = kind == "Account" ? "customer" : kind.ToLowerInvariant();
        if (told.Count > 0) story.When($"{called} \"{names.Of(id)}\" has become {Joined(told)}");
    }

    static bool Same(string? known, JsonNode? value) => known == value?.ToString()
        || known is not null && value is not null && PlainValue.Number(known) is { } number && PlainValue.Number(value.ToString()) == number;

    string Value(string field, JsonNode value)
    {
        var text = value.ToString();
        if (field.EndsWith("Id", StringComparison.Ordinal) && names.Of(text) is { } name) return $"\"{name}\"";
        if (value is JsonValue moment && moment.TryGetValue(out DateTimeOffset time) && text.Contains('T', StringComparison.Ordinal))
            return $"\"{StoryWriter.Shown(Local(time))}\"";
        return value.GetValueKind() == System.Text.Json.JsonValueKind.String && !IsWord(text) ? $"\"{Note(text)}\"" : text;
    }

    static bool IsWord(string text) => text.Length is > 0 and < 30 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    string Note(string text)
    {
        var told = CaseNames.WithoutAddresses(names.Told(text));
        return told.Length > LongestNote ? told[..LongestNote] : told;
    }

    DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).DateTime;

    string? Person(string? id) => names.Of(id);

    // What happens

    /// <summary>Something that happened, in the order of the case.</summary>
    sealed record Moment(DateTimeOffset At, CaseBurst? Burst, Action? Happens)
    {
        /// <summary>Somebody answers a question.</summary>
        public bool IsAnswer { get; init; }
    }

    void Start((string, string)? starting)
    {
        if (starting is not null) return;
        var start = (Stimulus.Start)First.Document.Stimulus;
        if (start.TriggerNodeId is not null && start.Input.GetValueOrDefault("CampaignId")?.ToString() is { } campaign
            && names.Of(campaign) is { } called)
        {
            // The campaign runs when its workflow first reads it; it is started by the story.
            story.Drop($"campaign \"{called}\" has become status");
            story.When($"{Person(known.GetValueOrDefault((campaign, "ownerId"))) ?? AnybodyFor("Lead")} starts {called}");
            return;
        }
        var record = First.Instance.CorrelationId is { } correlation ? names.Of(correlation) : null;
        var fields = start.Input
            .Where(input => input.Value is not null && !(record is not null && input.Value.ToString() == First.Instance.CorrelationId))
            .Select(input => (input.Key, InputValue(input.Value!))).ToList();
        story.When($"the workflow {history.Root.DefinitionId} starts{(record is null ? "" : $" for \"{record}\"")}{With(fields)}");
    }

    string InputValue(JsonNode value) => value switch
    {
        JsonArray list => $"[{string.Join(", ", list.Select(item => WithoutIds(item?.ToString() ?? "")))}]",
        JsonValue text when names.Of(text.ToString()) is { } name => $"\"{name}\"",
        JsonValue text when text.GetValueKind() == System.Text.Json.JsonValueKind.String => $"\"{WithoutIds(Note(text.ToString()))}\"",
        JsonValue number => number.ToString(),
        _ => "\"\"",
    };

    /// <summary>“Person:ID” and “Deal:ID” name who is meant in the story.</summary>
    string WithoutIds(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && names.Of(text[(colon + 1)..]) is { } name ? $"{text[..colon]}:{name}" : text;
    }

    IEnumerable<Moment> Moments()
    {
        var moments = new List<Moment>();
        foreach (var burst in history.Bursts) moments.Add(new Moment(burst.At, burst, Happening(burst)));
        foreach (var request in history.Approvals)
        {
            foreach (var step in request.Steps.Where(step => step.DecidedAt is not null && step.DecidedAt <= history.End))
                moments.Add(new Moment(step.DecidedAt!.Value, null, () => Answer(request, step)) { IsAnswer = true });
            if (request is { Status: ApprovalStatus.Withdrawn, DecidedAt: { } at } && at <= history.End && history.TakenBack.Contains(request.Id))
                moments.Add(new Moment(at, null, () =>
                    story.When($"{Person(request.RequestedById) ?? Anybody} takes the question back \"{names.Told(request.Title)}\" because \"{Note(request.ClosedBecause ?? "-")}\"")));
            if (request.DecidedAt is { } replaced && replaced <= history.End && request is { Status: ApprovalStatus.Replaced, ReplacedBy: { } terms })
                moments.Add(new Moment(replaced, null, () => ChangeTerms(request.DealId, terms)));
        }
        foreach (var interaction in history.Interactions) moments.Add(new Moment(interaction.At, null, () => Note(interaction)));
        // At one time: what was noted, what was answered, what was done, and what that led to.
        return moments.OrderBy(moment => moment.At)
            .ThenBy(moment => moment is { Burst: not null, Happens: null } ? 3 : moment.Burst is not null ? 2 : moment.IsAnswer ? 1 : 0);
    }

    /// <summary>What somebody did that a burst answers to; null where it went on by itself, or is told from the records.</summary>
    Action? Happening(CaseBurst burst) => burst.Document.Stimulus switch
    {
        Stimulus.TaskCompleted { Result: JsonObject result } done when result.ContainsKey("outcome") => () => Complete(done.BookmarkId, result),
        Stimulus.EventReceived received => () => Event(burst, received),
        Stimulus.Cancel cancel when burst.Instance.Id == history.Root.Id => () =>
            story.When($"the workflow {burst.Instance.DefinitionId} is cancelled{(cancel.Reason is { Length: > 0 } why ? $" because \"{Note(why)}\"" : "")}"),
        _ => null,
    };

    void Complete(string bookmarkId, JsonObject result)
    {
        if (history.Tasks.FirstOrDefault(task => task.BookmarkId == bookmarkId) is not { } task) return;
        var by = Person(task.AssigneeId) ?? Person(result.Text("by"))
            ?? Person(names.People.Find(person => person.Role.ToString() == task.Role)?.Id) ?? Anybody;
        var (note, title) = (result.Text("note") is { Length: > 0 } said ? Note(said) : null, names.Told(task.Title));
        if (result.Text("outcome") == nameof(WorkTaskStatus.Skipped))
            story.When($"{by} skips \"{title}\"{(note is null ? "" : $" because \"{note}\"")}");
        else if (result["answers"] is JsonObject { Count: > 0 } answers)
            story.When($"{by} completes \"{title}\" with {Joined(answers.Select(answer => (answer.Key, Answered(answer.Value!))))}"
                + (note is null ? "" : $", noting \"{note}\""));
        else story.When($"{by} completes \"{title}\"{(note is null ? "" : $" with the note \"{note}\"")}");
    }

    /// <summary>An answer of a form as stories write it.</summary>
    string Answered(JsonNode answer) => answer switch
    {
        JsonObject money when money["amount"] is { } amount => $"{ValueConversion.AsText(amount)} {money.Text("currency")}",
        JsonObject file => $"\"{Note(file.Text("name") ?? "-")}\"",
        // A day would be taken for a telephone number.
        JsonValue day when DateOnly.TryParseExact(day.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) =>
            day.ToString(),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String =>
            $"\"{Person(value.ToString()) ?? names.Of(value.ToString()) ?? Note(value.ToString())}\"",
        _ => ValueConversion.AsText(answer),
    };

    void Answer(ApprovalRequest request, ApprovalStep step)
    {
        var (who, title) = (Person(step.DecidedById ?? step.ApproverId) ?? Anybody, names.Told(request.Title));
        var comment = step.Comment is { Length: > 0 } said ? Note(said) : null;
        story.When(step.Decision switch
        {
            ApprovalDecision.Approve => $"{who} says yes to \"{title}\"{(comment is null ? "" : $", saying \"{comment}\"")}",
            ApprovalDecision.Reject => $"{who} says no to \"{title}\" because \"{comment ?? "-"}\"",
            _ => $"{who} sends back \"{title}\" because \"{comment ?? "-"}\"",
        });
    }

    void Note(Interaction interaction)
    {
        var about = names.Of(interaction.DealId) is null ? interaction.AccountId : interaction.DealId;
        if (names.Of(about) is not { } name) return;
        var note = interaction.Note is { Length: > 0 } said ? $", saying \"{Note(said)}\"" : "";
        if (interaction.Direction == InteractionDirection.Inbound && interaction.NextStep is null && interaction.NextStepAt is null)
            story.When($"the customer of \"{name}\" answers{note}");
        else
        {
            var next = interaction.NextStepAt is { } day
                ? string.Create(CultureInfo.InvariantCulture, $", next \"{Note(interaction.NextStep ?? "-")}\" on {day:yyyy-MM-dd}") : "";
            var by = Person(known.GetValueOrDefault((about!, "ownerId"))) ?? Person(interaction.ByUserId) ?? Anybody;
            story.When($"{by} records a {interaction.Kind} about \"{name}\"{note}{next}");
        }
        if (interaction.NextStep is null && interaction.NextStepAt is null || interaction.DealId is null) return;
        known[(interaction.DealId, "nextActivity")] = interaction.NextStep ?? "-";
        known[(interaction.DealId, "nextActivityAt")] = interaction.NextStepAt?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    void ChangeTerms(string? dealId, Terms terms)
    {
        if (dealId is null || names.Of(dealId) is not { } deal) return;
        var fields = new JsonObject
        {
            ["amount"] = terms.Amount,
            ["currency"] = terms.Currency,
            ["discountPercent"] = terms.DiscountPercent,
            ["years"] = terms.Years,
            ["paymentDays"] = terms.PaymentDays,
            ["freeServiceMonths"] = terms.FreeServiceMonths,
        };
        Change(dealId, deal, fields.ToList());
    }

    /// <returns>False where the story's record has all of it already.</returns>
    bool Change(string id, string name, IEnumerable<KeyValuePair<string, JsonNode?>> fields)
    {
        var other = fields.Where(field => field.Value is not null && !Same(known.GetValueOrDefault((id, field.Key)), field.Value)).ToList();
        foreach (var (field, value) in other) known[(id, field)] = value?.ToString();
        if (other.Count == 0) return false;
        var owner = Person(known.GetValueOrDefault((id, "ownerId"))) ?? Anybody;
        story.When($"{owner} changes \"{name}\", {Joined(other.Select(field => (field.Key, Value(field.Key, field.Value!))))}");
        return true;
    }

    readonly HashSet<(string, DateTimeOffset, string?)> toldEvents = [];

    /// <summary>An event that somebody caused; one that the case itself has caused comes by itself.</summary>
    void Event(CaseBurst burst, Stimulus.EventReceived received)
    {
        var payload = received.Payload as JsonObject ?? [];
        var id = payload.Select(field => field.Value?.ToString()).FirstOrDefault(value => names.Of(value) is not null);
        if (!toldEvents.Add((received.Name, burst.At, id))) return;
        var read = NextRead(burst, id);
        switch (received.Name)
        {
            case "deal-terms-changed" when id is not null && read is not null
                && Change(id, names.Of(id)!, GivenFields.Terms.Select(field => KeyValuePair.Create(field, read[field]))):
                return;
            case "deal-stage-changed" or "deal-closed" when id is not null && payload.Text("Stage") is { } stage:
                if (known.GetValueOrDefault((id, "stage")) == stage || HasMoved(burst.At, id, stage)) return;
                known[(id, "stage")] = stage;
                if (stage == nameof(Stage.Won) && history.Approvals.Count == 0 && Present("Deal", id) is { } won)
                    Become(id, "Deal", won, GivenFields.Approved);
                var manager = names.People.Find(person => person.Id == known.GetValueOrDefault((id, "ownerId")))?.ManagerId;
                story.When($"{Person(manager) ?? Person(known.GetValueOrDefault((id, "ownerId"))) ?? Anybody} moves \"{names.Of(id)}\" to {stage}");
                return;
            case "lead-answered" when id is not null:
                var lead = database.Leads.FirstOrDefault(row => row.Id == id);
                var isAccepted = payload.Text("Status") == nameof(LeadStatus.Accepted);
                known[(id, "status")] = payload.Text("Status");
                var owner = Person(known.GetValueOrDefault((id, "ownerId"))) ?? AnybodyFor("Deal");
                story.When(isAccepted ? $"{owner} accepts \"{names.Of(id)}\""
                    : $"{owner} returns \"{names.Of(id)}\" because \"{Note(lead?.ReturnReason ?? "-")}\"");
                return;
            case "case-changed" when id is not null && payload.Text("Status") is { } status:
                if (known.GetValueOrDefault((id, "status")) == status) return;
                var fields = new Dictionary<string, JsonNode?> { ["status"] = status };
                if (read?["resolution"] is { } resolution) fields["resolution"] = resolution.DeepClone();
                var service = known.GetValueOrDefault((id, "ownerId"));
                if (Person(service) is null) known[(id, "ownerId")] = names.People.Find(person => person.Role == Role.Service)?.Id;
                Change(id, names.Of(id)!, fields);
                known[(id, "ownerId")] = service;
                return;
            default:
                if (IsOwn(burst, received.Name)) return;
                var rest = payload.Where(field => field.Value is not null && field.Value.ToString() != id)
                    .Select(field => (field.Key, InputValue(field.Value!)));
                story.When($"the event \"{received.Name}\" comes{(id is null ? "" : $" for \"{names.Of(id)}\"")}{With(rest.ToList())}");
                return;
        }
    }

    /// <summary>Whether the case has moved the deal there itself.</summary>
    bool HasMoved(DateTimeOffset at, string dealId, string stage) => history.Bursts.Where(other => (other.At - at).Duration() <= Soon)
        .SelectMany(other => other.Commands(nameof(ChangeStageCommand)))
        .Any(command => command.Text("dealId") == dealId && command.Text("stage") == stage);

    /// <summary>Whether the case has published the event itself, shortly before.</summary>
    bool IsOwn(CaseBurst burst, string name) => history.Bursts.Where(other => other.At <= burst.At && burst.At - other.At <= Soon)
        .SelectMany(other => other.Commands(nameof(PublishEventCommand))).Any(command => command.Text("eventName") == name);

    JsonObject? NextRead(CaseBurst burst, string? id) => history.Bursts.SkipWhile(other => other != burst)
        .SelectMany(other => other.Document.Reads ?? []).FirstOrDefault(read => read.Id == id && read.Kind is "Deal" or "Case" && read.Id == id)
        ?.Value as JsonObject;

    // The course

    static bool IsAnswered(Moment moment) => moment.IsAnswer || moment.Burst?.Document.Stimulus is Stimulus.TaskCompleted;

    void Tell(DateTimeOffset at, IReadOnlyList<Moment> moments)
    {
        var bursts = moments.Select(moment => moment.Burst).OfType<CaseBurst>().ToList();
        var asks = at > history.Begin && bursts.Exists(burst =>
            burst.Commands(nameof(CreateTaskCommand)).Any() || burst.Commands(nameof(RequestApprovalCommand)).Any());
        if (moments.Any(moment => moment.Happens is not null) || asks) story.Go(Local(at));
        foreach (var burst in bursts) Differences(burst);
        // Answers of one time were given before anything followed from them; what was noted or changed then came before or after.
        foreach (var moment in moments.Where(moment => moment is { IsAnswer: false, Burst: null })) moment.Happens?.Invoke();
        story.AtOnce(() =>
        {
            foreach (var moment in moments.Where(IsAnswered)) moment.Happens?.Invoke();
        });
        foreach (var moment in moments.Where(moment => moment.Burst is not null && !IsAnswered(moment))) moment.Happens?.Invoke();
        foreach (var burst in bursts) Asked(burst);
    }

    /// <summary>What somebody has changed since, outside of what the case heard of.</summary>
    void Differences(CaseBurst burst)
    {
        if (burst.Document.Stimulus is Stimulus.EventReceived) return;
        foreach (var read in burst.Document.Reads ?? [])
            if (read.Value is JsonObject value && names.Of(read.Id) is not null && GivenFields.Watched(read.Kind) is { Count: > 0 } fields
                && known.ContainsKey((read.Id, "ownerId")) && !IsChanging(burst.At, read.Id))
                Become(read.Id, read.Kind, value, fields);
    }

    /// <summary>Whether the case changes the record at that time: who reads it then may have read it before or after.</summary>
    bool IsChanging(DateTimeOffset at, string id) => history.Bursts.Where(other => (other.At - at).Duration() <= Soon)
        .SelectMany(other => other.Document.Commands ?? []).Any(command => command.Text("command") is
            nameof(ChangeStageCommand) or nameof(HandOverCommand) or nameof(UpdateRecordCommand)
            && (command.Text("dealId") == id || command.Text("recordId") == id));

    void Asked(CaseBurst burst)
    {
        foreach (var command in burst.Document.Commands ?? [])
            switch (command.Text("command"))
            {
                case nameof(ChangeStageCommand) when command.Text("dealId") is { } deal: known[(deal, "stage")] = command.Text("stage"); break;
                case nameof(HandOverCommand) when command.Text("recordId") is { } given:
                    known[(given, "ownerId")] = command.Text("toUserId");
                    if (command.Text("toUserId") is null && command.Text("kind") == "Lead") known[(given, "status")] = nameof(LeadStatus.Pool);
                    break;
                case nameof(UpdateRecordCommand) when command.Text("recordId") is { } updated:
                    foreach (var (field, value) in command.Object("values") ?? []) known[(updated, field)] = value?.ToString();
                    break;
                case nameof(CreateTaskCommand): Made(command.Object("task")!); break;
                case nameof(RequestApprovalCommand): Requested(command.Object("request")!, burst.At); break;
            }
    }

    void Made(JsonObject task)
    {
        if (history.Tasks.FirstOrDefault(row => row.Id == task.Text("id")) is not { AssigneeId: { } assignee } row) return;
        if (Person(assignee) is null) return;
        made.Add(row);
        // Somebody else had it at first.
        if (task.Text("assigneeId") != assignee) return;
        var title = names.Told(row.Title);
        var count = made.Count(other => other.AssigneeId == assignee && other.Kind == row.Kind
            && names.Told(other.Title).Contains(title, StringComparison.OrdinalIgnoreCase));
        story.Then($"{Person(assignee)} has had {count} {row.Kind.ToString().ToLowerInvariant()}{(count > 1 ? "s" : "")} \"{title}\"");
    }

    void Requested(JsonObject request, DateTimeOffset at)
    {
        if (request.Text("mode") == nameof(ApprovalMode.Sequential)) return;
        var row = history.Approvals.FirstOrDefault(known => known.Id == request.Text("id"));
        if (row is null || row.DecidedAt <= at) return;
        foreach (var step in request.Array("steps") ?? [])
            if (step is JsonObject asked && Person(asked.Text("approverId")) is { } approver
                && row.Steps.Find(known => known.Id == asked.Text("id")) is { } kept && kept.TransferredFromId is null && !(kept.DecidedAt <= at))
                story.Then($"{approver} is asked about \"{names.Told(row.Title)}\"");
    }

    void End()
    {
        story.Go(Local(history.End));
        foreach (var status in history.Approvals.Where(request => request.DecidedAt <= history.End).GroupBy(request => names.Told(request.Title)))
            story.Then($"the question \"{status.Key}\" is {status.MaxBy(request => request.CreatedAt)!.Status}");
        story.Then($"the workflow {history.Root.DefinitionId} {(history.Root.SubStatus == nameof(InstanceSubStatus.Cancelled) ? "was cancelled" : "has finished")}");
        foreach (var (kind, id) in names.Records.Where(record => record.Kind == "Deal"))
            if (known.GetValueOrDefault((id, "stage")) is { } stage) story.Then($"the stage of {kind.ToLowerInvariant()} \"{names.Of(id)}\" is {stage}");
    }
}
