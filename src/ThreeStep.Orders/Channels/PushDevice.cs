using System.Buffers.Text;
using System.Security.Cryptography;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Channels;

/// <summary>A browser, often a phone's, that shows a person's messages while no page is open.</summary>
public sealed class PushDevice
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    /// <summary>Where the browser's maker takes messages for it: whoever knows it and has this server's key can send there.</summary>
    public required string Endpoint { get; init; }
    /// <summary>What messages to it are encrypted with (RFC 8291), Base64 for addresses.</summary>
    public required string Key { get; init; }
    public required string Auth { get; init; }
    /// <summary>As its person knows it.</summary>
    public required string Name { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <param name="Public">As browsers want it.</param>
/// <param name="Private">See <see cref="ChannelSecrets"/>.</param>
public sealed record PushKeys(string Public, string Private);

/// <summary>As a browser hands it out, see the Push API's <c>PushSubscription</c>.</summary>
public sealed record DeviceInput
{
    public string? Endpoint { get; init; }
    public DeviceKeys? Keys { get; init; }
    public string? Name { get; init; }

    public sealed record DeviceKeys(string? P256dh, string? Auth);
}

/// <summary>Somebody switches messages on or off for a device of theirs.</summary>
public static class ChangeDevices
{
    const int MostDevices = 10;
    const int LongestEndpoint = 2000;

    /// <summary>Where the makers of browsers take messages.</summary>
    internal static readonly string[] Hosts =
    [
        "fcm.googleapis.com", "*.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com",
    ];

    public static PushDevice Add(Change change, DeviceInput input, HttpRequests requests)
    {
        var userId = change.By.UserId ?? throw RefusalException.Forbidden("The server's key has no devices.");
        var endpoint = TextField.Required(input.Endpoint, "endpoint", "This is no address of a push service.", LongestEndpoint);
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme != "https" && !requests.AllowsHost(url) || url.UserInfo.Length > 0)
            throw RefusalException.Invalid("endpoint", "This is no address of a push service.");
        if (!requests.AllowsHost(url, Hosts))
            throw RefusalException.Invalid("endpoint", $"{url.Host} is no push service that is known here. An administrator may add it to the outgoing hosts.");
        var (key, auth) = (Bytes(input.Keys?.P256dh, 65, "keys.p256dh"), Bytes(input.Keys?.Auth, 16, "keys.auth"));
        var name = TextField.Line(input.Name, "name", 100) ?? url.Host;
        var devices = change.Database.Devices.Where(device => device.UserId == userId || device.Endpoint == endpoint).ToList();
        // The browser has one address, whoever is signed in: the last one who switched it on has it.
        var known = devices.Find(device => device.Endpoint == endpoint);
        if (known is not null) change.Database.Devices.Remove(known);
        if (devices.Count(device => device != known && device.UserId == userId) >= MostDevices)
            throw RefusalException.Conflict($"There are {MostDevices} devices already: remove one first.");
        // The address stands once: the former one goes before the new one comes.
        change.Database.SaveChanges();
        var device = new PushDevice
        {
            Id = change.NewId(),
            UserId = userId,
            Endpoint = endpoint,
            Key = key,
            Auth = auth,
            Name = name,
            CreatedAt = change.Now,
        };
        change.Database.Devices.Add(device);
        return device;
    }

    public static PushDevice Remove(Change change, string id)
    {
        var device = change.Database.Devices.Find(id);
        if (device is null || device.UserId != change.By.UserId) throw RefusalException.NotFound("device", id);
        change.Database.Devices.Remove(device);
        return device;
    }

    /// <summary>The keys by which push services know this server, made when they are first needed.</summary>
    public static PushKeys Keys(Change change, ChannelSecrets secrets)
    {
        if (change.Database.PushKeys is { } known && secrets.Read(known.Private) is not null) return known;
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parts = pair.ExportParameters(includePrivateParameters: true);
        var keys = new PushKeys(Base64Url.EncodeToString([4, .. parts.Q.X!, .. parts.Q.Y!]),
            secrets.Protect(Base64Url.EncodeToString(parts.D), "private"));
        ChannelTables.SetPushKeys(change.Database, keys);
        return keys;
    }

    static string Bytes(string? text, int length, string field)
    {
        if (text is { Length: < 200 } && Base64Url.IsValid(text, out var decoded) && decoded == length) return text.TrimEnd('=');
        throw RefusalException.Invalid(field, "This is no key of a browser.");
    }
}
