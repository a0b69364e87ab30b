namespace ThreeStep.Orders.Channels;

/// <summary>A group in a chat system that the company has given this server a hook into. Address and secret are kept protected.</summary>
public sealed class ChatChannel
{
    public required string Id { get; init; }
    public required ChatKind Kind { get; set; }
    /// <summary>As people choose it: the group's name.</summary>
    public required string Name { get; set; }
    /// <summary>The hook's address, see <see cref="ChannelSecrets"/>: whoever knows it can write into the group.</summary>
    public required string Url { get; set; }
    /// <summary>Where the hook wants signed messages (DingTalk, Feishu): what they are signed with, see <see cref="ChannelSecrets"/>.</summary>
    public string? Secret { get; set; }
    public bool IsActive { get; set; } = true;
    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>企业微信 WeCom · 钉钉 DingTalk · 飞书 Feishu · Slack · Teams</summary>
public enum ChatKind { WeCom, DingTalk, Feishu, Slack, Teams }
