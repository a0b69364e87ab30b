using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Messages;

/// <summary>
/// Looks what has come up for people and tells them what is due, in one transaction with the note that they were told it: nothing is told twice,
/// and what a crash undoes was not told. The rule is <see cref="MessagePlan"/>.
/// </summary>
public sealed class MessageRound(DeliverySettings settings, StopLinks stops, AnswerLinks answers)
{
    /// <param name="people">Their ids.</param>
    /// <returns>When to look again for whom: not at all for who is left out.</returns>
    public IReadOnlyDictionary<string, DateTimeOffset> Apply(Change change, IReadOnlyCollection<string> people)
    {
        var database = change.Database;
        var users = database.Users.AsNoTracking().Where(user => user.IsActive && people.Contains(user.Id)).ToList();
        var ids = users.Select(user => user.Id).ToList();
        var matters = NoticeMatters.Of(database, ids).Concat(ApprovalMatters.Of(database, ids)).Concat(TaskMatters.Of(database, users))
            .ToLookup(matter => matter.UserId);
        var told = database.Told.AsTracking().Where(row => people.Contains(row.UserId)).ToDictionary(row => row.UserId);
        var crowd = new Crowd(change, settings, stops, answers, ids);
        var again = new Dictionary<string, DateTimeOffset>();
        foreach (var user in users)
            if (Tell(change, crowd, user, matters[user.Id].ToList(), told.GetValueOrDefault(user.Id)) is { } next) again[user.Id] = next;
        return again;
    }

    /// <summary>What is the same for all whom a round looks at.</summary>
    sealed class Crowd(Change change, DeliverySettings settings, StopLinks stops, AnswerLinks answers, List<string> people)
    {
        readonly Dictionary<string, MessageChoices> choices = change.Database.MessageChoices.AsNoTracking()
            .Where(row => people.Contains(row.UserId)).ToDictionary(row => row.UserId, row => row.Choices);
        readonly ILookup<string, string> devices = change.Database.Devices.AsNoTracking().Where(device => people.Contains(device.UserId))
            .Select(device => new { device.UserId, device.Id }).ToLookup(device => device.UserId, device => device.Id);
        readonly Dictionary<string, ChatKind> channels = change.Database.Channels.AsNoTracking().Where(channel => channel.IsActive)
            .ToDictionary(channel => channel.Id, channel => channel.Kind);
        readonly Dictionary<string, DateTimeOffset> last = change.Database.Messages.AsNoTracking()
            .Where(message => people.Contains(message.UserId) && !message.IsTest && message.At > change.Now - MessagePlan.Gathering)
            .GroupBy(message => message.UserId).Select(group => new { group.Key, At = group.Max(message => message.At) })
            .ToDictionary(row => row.Key, row => row.At);
        readonly MessageReader.Place company = MessageReader.Place.Of(change.Database);

        public Uri Server { get; } = MessageServer.AddressOf(change.Database, settings);
        public StopLinks Stops => stops;

        /// <summary>For how long a link to an answer is good; null where the company wants none.</summary>
        readonly TimeSpan? linkLife = change.Database.Companies.Where(company => company.AllowsMailAnswers)
            .Select(company => (int?)company.MailLinkDays).FirstOrDefault() is { } days ? TimeSpan.FromDays(days) : null;

        /// <summary>Where somebody answers what they are asked without signing in; null where they sign in first.</summary>
        public (Uri Link, DateTimeOffset Until)? AnswerOf(Matter matter, string mail)
        {
            if (linkLife is not { } life || matter.Question is not { } question) return null;
            var link = new AnswerLink(question, matter.UserId, mail, change.Now, change.Now + life);
            return (answers.Of(Server, link), link.Until);
        }

        public MessageReader ReaderOf(User person) => MessageReader.Of(change.Database, change.Calendars, person, company);
        public MessageChoices ChoicesOf(string userId) => choices.GetValueOrDefault(userId) ?? new MessageChoices();
        public IEnumerable<string> DevicesOf(string userId) => devices[userId];
        public DateTimeOffset? LastOf(string userId) => last.TryGetValue(userId, out var at) ? at : null;
        public ChatKind? KindOf(string channel) => channels.TryGetValue(channel, out var kind) ? kind : null;
    }

    static DateTimeOffset? Tell(Change change, Crowd crowd, User person, List<Matter> matters, ToldRow? told)
    {
        var (choices, reader) = (crowd.ChoicesOf(person.Id), crowd.ReaderOf(person));
        // What is over, put off or somebody else's is forgotten: if it comes back, it is told anew.
        var open = matters.Where(matter => matter.Since <= change.Now).Select(matter => matter.Key).ToHashSet();
        var known = (told?.Keys ?? []).Where(open.Contains).ToHashSet();
        var plan = MessagePlan.Of(matters, known, choices, reader.Times(choices), crowd.LastOf(person.Id), change.Now);
        if (told is null && plan.Keys.Count > 0) change.Database.Told.Add(new ToldRow { UserId = person.Id, Keys = plan.Keys });
        else if (told is not null && (plan.Keys.Count > 0 || known.Count < told.Keys.Count)) told.Keys = [.. known, .. plan.Keys];
        if (plan.Items.Count == 0) return plan.LookAgainAt;
        var message = new PersonMessage
        {
            Id = change.NewId(),
            UserId = person.Id,
            At = change.Now,
            IsDigest = plan.IsDigest,
            Items = plan.Items.Select(MessageItem.Of).ToList(),
        };
        message.Departures = Depart(change, crowd, reader, choices, message, plan.Items);
        change.Database.Messages.Add(message);
        return plan.LookAgainAt;
    }

    /// <summary>Sends a message by each channel that was chosen for anything in it; each tells what was chosen for it.</summary>
    static List<Departure> Depart(Change change, Crowd crowd, MessageReader reader, MessageChoices choices, PersonMessage message,
        IReadOnlyList<Matter> matters)
    {
        var departures = new List<Departure>();
        var text = new MessageText(reader, crowd.Server, crowd.Stops);
        var records = matters.ToDictionary(matter => matter.Key, matter => matter.Record);
        foreach (var channel in message.Items.SelectMany(item => choices.Of(item.Kind).Channels).Distinct().ToList())
        {
            var items = message.Items.Where(item => choices.Of(item.Kind).Channels.Contains(channel)).ToList();
            if (channel == MessageChannel.Mail)
            {
                // Who wants no digests by mail still gets by mail what does not wait for one.
                if (choices.IsDigestMailStopped) items.RemoveAll(item => !choices.IsAtOnce(item.Kind, item.IsUrgent));
                if (items.Count == 0 || reader.Person.Email is not { Length: > 0 } mail) continue;
                var isDigest = items.Exists(item => !choices.IsAtOnce(item.Kind, item.IsUrgent));
                Send(channel, channel, mail, text.Mail(message, items, records, Answers(mail), isDigest));
            }
            else if (channel == MessageChannel.Push)
                foreach (var device in crowd.DevicesOf(reader.Person.Id))
                    Send($"{PushDelivery.Channel}:{device}", PushDelivery.Channel, device, text.Chat(message, items));
            else if (crowd.KindOf(channel) is { } kind)
                Send(channel, ChatDelivery.Channel, channel, text.Chat(message, items) with
                {
                    Mention = choices.ChatIds.TryGetValue(kind.ToString(), out var id)
                        ? new Mention(id, Texts.TwoLanguages.Name(reader.Person.Name, reader.Language)) : null,
                });
        }
        return departures;

        Dictionary<string, (Uri, DateTimeOffset)> Answers(string mail) =>
            matters.Select(matter => (matter.Key, Answer: crowd.AnswerOf(matter, mail))).Where(row => row.Answer is not null)
                .ToDictionary(row => row.Key, row => row.Answer!.Value);

        void Send(string name, string channel, string recipient, OutgoingMessage outgoing)
        {
            var key = $"{message.Id}-{name.Replace(':', '-')}";
            change.Transaction.Send(key, channel, recipient, outgoing);
            departures.Add(new Departure(name, key));
        }
    }
}
