using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Channels;

/// <summary>What may be said about a channel; what is left out stays.</summary>
public sealed record ChannelInput
{
    public Given<ChatKind> Kind { get; init; }
    public Given<string?> Name { get; init; }
    /// <summary>The hook's address, or <c>env:NAME</c> where the server's environment has it.</summary>
    public Given<string?> Url { get; init; }
    public Given<string?> Secret { get; init; }
    public Given<bool> IsActive { get; init; }
}

/// <summary>An administrator makes, changes or removes a channel.</summary>
public static class SaveChannel
{
    /// <param name="id">Null for a new one.</param>
    /// <exception cref="RefusalException">The address is none of the chat system's and the settings do not name it.</exception>
    public static ChatChannel Apply(Change change, string? id, ChannelInput input, ChannelSecrets secrets, HttpRequests requests)
    {
        Require(change);
        var channel = id is null ? null : change.Database.Channels.Find(id) ?? throw RefusalException.NotFound("channel", id);
        var kind = input.Kind.Or(channel?.Kind ?? ChatKind.WeCom);
        if (channel is null && !input.Kind.IsGiven) throw RefusalException.Invalid("kind", "Which chat system is it?");
        var name = TextField.Required(input.Name.Or(channel?.Name), "name", "A name is needed.", TextField.LongestName);
        var isNew = channel is null || input.Url.IsGiven || kind != channel.Kind;
        if (isNew && !input.Url.IsGiven) throw RefusalException.Invalid("url", "The address of the hook is needed.");
        var url = isNew ? Hook(input.Url.Value, kind, secrets, requests) : channel!.Url;
        // A secret belongs to its hook: it is not sent along to another one.
        var secret = input.Secret.IsGiven ? Requirements.Chosen(input.Secret.Value) is { } given ? secrets.Protect(given, "secret") : null
            : isNew ? null : channel!.Secret;
        if (channel is null)
        {
            channel = new ChatChannel { Id = change.NewId(), Kind = kind, Name = name, Url = url, CreatedAt = change.Now };
            change.Database.Channels.Add(channel);
        }
        (channel.Kind, channel.Name, channel.Url, channel.Secret, channel.IsActive) =
            (kind, name, url, secret, input.IsActive.Or(channel.IsActive));
        change.Audit(AuditAction.ChannelChanged, channel.Id, $"{kind} {name}");
        return channel;
    }

    public static ChatChannel Remove(Change change, string id)
    {
        Require(change);
        var channel = change.Database.Channels.Find(id) ?? throw RefusalException.NotFound("channel", id);
        change.Database.Channels.Remove(channel);
        change.Audit(AuditAction.ChannelChanged, id, $"removed {channel.Name}");
        return channel;
    }

    static void Require(Change change)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
    }

    static string Hook(string? text, ChatKind kind, ChannelSecrets secrets, HttpRequests requests)
    {
        var given = TextField.Required(text, "url", "The address of the hook is needed.", 2000);
        var kept = secrets.Protect(given, "url");
        Check(secrets.Read(kept)!, kind, requests);
        return kept;
    }

    /// <exception cref="RefusalException">It is no address that messages may go to.</exception>
    internal static Uri Check(string text, ChatKind kind, HttpRequests requests)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.UserInfo.Length > 0)
            throw RefusalException.Invalid("url", "The address of a hook begins with https://.");
        var known = ChatShape.HostsOf(kind);
        if (!requests.AllowsHost(url, known))
            throw RefusalException.Invalid("url", $"{url.Host} is no host of {kind}. An administrator may add it to the outgoing hosts.");
        // Where the chat system itself is called there is no reason to do so in the open.
        if (url.Scheme == "http" && !requests.AllowsHost(url)) throw RefusalException.Invalid("url", "The address of a hook begins with https://.");
        return url;
    }
}
