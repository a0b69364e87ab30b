using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Messages;

/// <summary>Somebody tries whether a channel reaches them (给我发一条测试); what came of it stands with their messages.</summary>
public static class SendTest
{
    /// <summary>Tests of one person in an hour: others read along in groups.</summary>
    const int MostInAnHour = 10;

    /// <param name="channel"><see cref="MessageChannel"/>, or the id of a chat channel.</param>
    public static PersonMessage Apply(Change change, string? channel, DeliverySettings settings)
    {
        var database = change.Database;
        var userId = change.By.UserId ?? throw RefusalException.Forbidden("The server's key gets no messages.");
        var tests = database.Messages.Count(message => message.UserId == userId && message.IsTest && message.At > change.Now.AddHours(-1));
        if (tests >= MostInAnHour) throw RefusalException.Conflict("That were many tests. Try again in an hour.");
        var reader = MessageReader.Of(database, change.Calendars, userId);
        var message = new PersonMessage { Id = change.NewId(), UserId = userId, At = change.Now, IsTest = true, Items = [] };
        var text = MessageText.Test(reader, MessageServer.AddressOf(database, settings));
        message.Departures = channel switch
        {
            MessageChannel.App => [],
            MessageChannel.Mail => [Send(MessageChannel.Mail, MessageChannel.Mail, reader.Person.Email
                ?? throw RefusalException.Conflict("You have no mail address here. An administrator enters it.", "channel"))],
            MessageChannel.Push => Devices(database, userId)
                .Select(device => Send($"{PushDelivery.Channel}:{device}", PushDelivery.Channel, device)).ToList(),
            _ => [Chat()],
        };
        database.Messages.Add(message);
        return message;

        Departure Chat()
        {
            if (channel is null || database.Channels.Find(channel) is not { IsActive: true } group)
                throw RefusalException.Invalid("channel", $"There is no channel '{channel}'.");
            if (change.Database.ChoicesOf(userId).ChatIds.TryGetValue(group.Kind.ToString(), out var id))
                text = text with { Mention = new Mention(id, Texts.TwoLanguages.Name(reader.Person.Name, reader.Language)) };
            return Send(channel, ChatDelivery.Channel, channel);
        }

        Departure Send(string name, string by, string recipient)
        {
            var key = $"{message.Id}-{name.Replace(':', '-')}";
            change.Transaction.Send(key, by, recipient, text);
            return new Departure(name, key);
        }
    }

    static List<string> Devices(Runtime.Store.ProcessDatabase database, string userId)
    {
        var devices = database.Devices.AsNoTracking().Where(device => device.UserId == userId).Select(device => device.Id).ToList();
        return devices.Count > 0 ? devices : throw RefusalException.Conflict("Notifications are not switched on for any device.", "channel");
    }
}
