using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Messages;

/// <summary>A message in its reader's language, with what came of each way it went. Times are UTC.</summary>
sealed record ShownMessage(string Id, DateTimeOffset At, bool IsDigest, bool IsTest, DateTimeOffset? SeenAt, IReadOnlyList<ShownMessage.Item> Items,
    IReadOnlyList<ShownMessage.Result> Results)
{
    /// <param name="TaskId">The task it is about, while that is open and theirs.</param>
    public sealed record Item(MatterKind Kind, string About, string? Text, string? Why, string? Address, DateTimeOffset? DueAt, bool IsUrgent,
        string? TaskId);

    /// <param name="Channel">What it is called.</param>
    /// <param name="State">Waiting, Delivered, Retrying or SetAside.</param>
    public sealed record Result(string Channel, Delivery State, DateTimeOffset? At, string? Error);

    public enum Delivery { Waiting, Delivered, Retrying, SetAside }

    public static async Task<IReadOnlyList<ShownMessage>> Of(IReadOnlyList<PersonMessage> messages, ProcessDatabase database, CultureInfo language,
        CancellationToken token)
    {
        var keys = messages.SelectMany(message => message.Departures).Select(departure => departure.Key).ToList();
        var rows = await database.Outbox.AsNoTracking().Where(row => keys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, token);
        var groups = await database.Channels.AsNoTracking().ToDictionaryAsync(channel => channel.Id, channel => channel.Name, token);
        var tasks = messages.SelectMany(message => message.Items).Select(TaskOf).OfType<string>().Distinct().ToList();
        var users = messages.Select(message => message.UserId).Distinct().ToList();
        var open = await database.Set<WorkTask>().AsNoTracking()
            .Where(task => tasks.Contains(task.Id) && task.Status == WorkTaskStatus.Open && users.Contains(task.AssigneeId!))
            .Select(task => task.Id).ToListAsync(token);
        return messages.Select(message => new ShownMessage(message.Id, message.At, message.IsDigest, message.IsTest, message.SeenAt,
            message.Items.Select(item => Shown(item, language, open)).ToList(),
            message.Departures.Select(departure => ResultOf(departure, rows.GetValueOrDefault(departure.Key), groups, language)).ToList())).ToList();
    }

    static Item Shown(MessageItem item, CultureInfo language, List<string> open) => new(item.Kind,
        Orders.Texts.TwoLanguages.Said(item.About, language),
        item.Text is { } text ? Orders.Texts.TwoLanguages.Said(Texts.Texts.OfEngine(language, text), language) : null,
        item.Why is { } why ? Orders.Texts.TwoLanguages.Said(why, language) : null, item.Address, item.DueAt, item.IsUrgent,
        TaskOf(item) is { } task && open.Contains(task) ? task : null);

    static string? TaskOf(MessageItem item) => item.Key.Split(':') is ["task", var id, ..] ? id : null;

    static Result ResultOf(Departure departure, OutboxRow? row, Dictionary<string, string> groups, CultureInfo language)
    {
        var name = departure.Channel == MessageChannel.Mail ? Texts.Texts.In(language, "Mail")
            : departure.Channel.StartsWith(PushDelivery.Channel, StringComparison.Ordinal) ? Texts.Texts.In(language, "Device")
            : groups.GetValueOrDefault(departure.Channel) ?? Texts.Texts.In(language, "A channel that is not there any more");
        var state = row switch
        {
            { DeliveredAt: not null } => Delivery.Delivered,
            { FailedAt: not null } => Delivery.SetAside,
            { LastError: not null } => Delivery.Retrying,
            _ => Delivery.Waiting,
        };
        return new(name, state, row?.DeliveredAt ?? row?.FailedAt, row?.LastError is { } error ? Texts.Texts.OfEngine(language, error) : null);
    }
}
