using ThreeStep.Orders.Channels;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Messages;

/// <summary>Where people reach this server, for links in messages.</summary>
static class MessageServer
{
    static readonly Uri Here = new("http://127.0.0.1:5080/");

    public static Uri AddressOf(ProcessDatabase database, DeliverySettings settings)
    {
        var written = database.MailServer?.Address ?? settings.Address;
        // A path of the address ends with a stroke, or it would be left out of what is relative to it.
        return Uri.TryCreate($"{written.TrimEnd('/')}/", UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? address : Here;
    }
}
