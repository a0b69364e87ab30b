using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Channels;

/// <summary>
/// Messages in the shape that each chat system's hook wants, by its own documentation. What people have written is escaped in each: a customer's name
/// makes no link and calls nobody.
/// </summary>
public static class ChatShape
{
    /// <summary>Lines that a group is shown; the rest is behind the link.</summary>
    const int MostLines = 10;

    /// <summary>Characters of a line, so that no message is longer than any of the systems takes (WeCom: 4,096 bytes in all).</summary>
    const int LongestLine = 80;

    /// <summary>Where the systems' hooks live.</summary>
    public static IReadOnlyList<string> HostsOf(ChatKind kind) => kind switch
    {
        ChatKind.WeCom => ["qyapi.weixin.qq.com"],
        ChatKind.DingTalk => ["oapi.dingtalk.com", "api.dingtalk.com"],
        ChatKind.Feishu => ["open.feishu.cn", "open.larksuite.com"],
        ChatKind.Slack => ["hooks.slack.com", "hooks.slack-gov.com"],
        _ => ["*.logic.azure.com", "*.api.powerplatform.com", "*.webhook.office.com"],
    };

    /// <param name="now">Of the real clock: signatures are good for an hour.</param>
    public static (Uri Url, JsonObject Body) Of(ChatKind kind, Uri url, string? secret, OutgoingMessage message, DateTimeOffset now) => kind switch
    {
        ChatKind.WeCom => (url, WeCom(message)),
        ChatKind.DingTalk => (secret is null ? url : DingTalkSigned(url, secret, now), DingTalk(message)),
        ChatKind.Feishu => (url, Feishu(message, secret, now)),
        ChatKind.Slack => (url, Slack(message)),
        _ => (url, Teams(message)),
    };

    /// <summary>Why the system did not take a message although it answered; null when it did. They answer 200 with a code in the body.</summary>
    public static string? Failure(JsonNode? answer)
    {
        var body = answer as JsonObject ?? Parsed(answer);
        foreach (var name in (string[])["errcode", "code", "StatusCode"])
            if (body?[name] is JsonValue value && value.ToString() is { Length: > 0 } code && code != "0")
                return $"{code} {(body["errmsg"] ?? body["msg"] ?? body["StatusMessage"])?.ToString()}".Trim();
        return null;
    }

    static JsonObject? Parsed(JsonNode? answer)
    {
        if (answer is not JsonValue value || !value.TryGetValue(out string? text) || !text.StartsWith('{')) return null;
        try { return JsonNode.Parse(text) as JsonObject; }
        catch (System.Text.Json.JsonException) { return null; }
    }

    /// <summary>One thing for nobody by name is a card; a card knows no mentions.</summary>
    static JsonObject WeCom(OutgoingMessage message)
    {
        if (message is not { Mention: null, Lines.Count: <= 1, Links: [var first, ..] })
            return new()
            {
                ["msgtype"] = "markdown",
                ["markdown"] = new JsonObject { ["content"] = Markdown(message, mention => $"<@{mention.Id}>") },
            };
        return new()
        {
            ["msgtype"] = "template_card",
            ["template_card"] = new JsonObject
            {
                ["card_type"] = "text_notice",
                ["main_title"] = new JsonObject { ["title"] = Short(message.Subject) },
                ["sub_title_text"] = message.Lines is [var line] ? Short(line.Text) : Short(message.Body),
                ["jump_list"] = new JsonArray(message.Links.Take(3).Select(link =>
                    (JsonNode)new JsonObject { ["type"] = 1, ["title"] = Short(link.Text), ["url"] = link.Address.AbsoluteUri }).ToArray()),
                ["card_action"] = new JsonObject { ["type"] = 1, ["url"] = first.Address.AbsoluteUri },
            },
        };
    }

    static JsonObject DingTalk(OutgoingMessage message)
    {
        if (message.Mention is { } mention)
        {
            // A number is a telephone's, anything else an id; the text has to say it, too. A card knows no mentions.
            var isPhone = mention.Id.All(char.IsAsciiDigit);
            return new()
            {
                ["msgtype"] = "markdown",
                ["markdown"] = new JsonObject { ["title"] = Short(message.Subject), ["text"] = Markdown(message, known => $"@{known.Id}") },
                ["at"] = new JsonObject { [isPhone ? "atMobiles" : "atUserIds"] = new JsonArray(mention.Id), ["isAtAll"] = false },
            };
        }
        return new()
        {
            ["msgtype"] = "actionCard",
            ["actionCard"] = new JsonObject
            {
                ["title"] = Short(message.Subject),
                ["text"] = Markdown(message with { Links = [] }, _ => ""),
                ["btnOrientation"] = "1",
                ["btns"] = new JsonArray(message.Links.Select(link =>
                    (JsonNode)new JsonObject { ["title"] = Short(link.Text), ["actionURL"] = link.Address.AbsoluteUri }).ToArray()),
            },
        };
    }

    static Uri DingTalkSigned(Uri url, string secret, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var sign = Signature(secret, $"{timestamp}\n{secret}");
        return new Uri($"{url.AbsoluteUri}{(url.Query.Length > 0 ? "&" : "?")}timestamp={timestamp}&sign={Uri.EscapeDataString(sign)}");
    }

    static JsonObject Feishu(OutgoingMessage message, string? secret, DateTimeOffset now)
    {
        var body = new JsonObject();
        if (secret is not null)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            // Feishu signs nothing with both of them as the key.
            (body["timestamp"], body["sign"]) = (timestamp, Signature($"{timestamp}\n{secret}", ""));
        }
        body["msg_type"] = "interactive";
        body["card"] = new JsonObject
        {
            ["config"] = new JsonObject { ["wide_screen_mode"] = true },
            ["header"] = new JsonObject
            {
                ["template"] = "blue",
                ["title"] = new JsonObject { ["tag"] = "plain_text", ["content"] = Short(message.Subject) },
            },
            ["elements"] = new JsonArray(
                new JsonObject
                {
                    ["tag"] = "div",
                    ["text"] = new JsonObject
                    {
                        ["tag"] = "lark_md",
                        ["content"] = Lines(message, mention => $"<at id={mention.Id}></at>", MarkdownText, (text, url) => $"[{text}]({url})"),
                    },
                },
                new JsonObject
                {
                    ["tag"] = "action",
                    ["actions"] = new JsonArray(message.Links.Select((link, index) => (JsonNode)new JsonObject
                    {
                        ["tag"] = "button",
                        ["type"] = index == 0 ? "primary" : "default",
                        ["text"] = new JsonObject { ["tag"] = "plain_text", ["content"] = Short(link.Text) },
                        ["url"] = link.Address.AbsoluteUri,
                    }).ToArray()),
                }),
        };
        return body;
    }

    static JsonObject Slack(OutgoingMessage message) => new()
    {
        // What a notification shows.
        ["text"] = SlackText(Short(message.Subject)),
        ["blocks"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "header",
                ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = Short(message.Subject) },
            },
            new JsonObject
            {
                ["type"] = "section",
                ["text"] = new JsonObject
                {
                    ["type"] = "mrkdwn",
                    ["text"] = Lines(message, mention => $"<@{mention.Id}>", SlackText, (text, url) => $"<{url}|{text}>"),
                },
            },
            new JsonObject
            {
                ["type"] = "actions",
                ["elements"] = new JsonArray(message.Links.Select(link => (JsonNode)new JsonObject
                {
                    ["type"] = "button",
                    ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = Short(link.Text) },
                    ["url"] = link.Address.AbsoluteUri,
                }).ToArray()),
            }),
    };

    static JsonObject Teams(OutgoingMessage message)
    {
        var content = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["body"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "TextBlock",
                    ["text"] = MarkdownText(Short(message.Subject)),
                    ["size"] = "Large",
                    ["weight"] = "Bolder",
                    ["wrap"] = true,
                },
                new JsonObject
                {
                    ["type"] = "TextBlock",
                    ["wrap"] = true,
                    ["text"] = Lines(message, mention => $"<at>{MarkdownText(mention.Name)}</at>", MarkdownText,
                        (text, url) => $"[{text}]({url})", "\n\n"),
                }),
            ["actions"] = new JsonArray(message.Links.Select(link => (JsonNode)new JsonObject
            {
                ["type"] = "Action.OpenUrl",
                ["title"] = Short(link.Text),
                ["url"] = link.Address.AbsoluteUri,
            }).ToArray()),
        };
        if (message.Mention is { } who)
            content["msteams"] = new JsonObject
            {
                ["entities"] = new JsonArray(new JsonObject
                {
                    ["type"] = "mention",
                    ["text"] = $"<at>{MarkdownText(who.Name)}</at>",
                    ["mentioned"] = new JsonObject { ["id"] = who.Id, ["name"] = who.Name },
                }),
            };
        return new()
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = content,
            }),
        };
    }

    /// <summary>WeCom's and DingTalk's kind of it, with the links at the end.</summary>
    static string Markdown(OutgoingMessage message, Func<Mention, string> mention)
    {
        var text = new StringBuilder($"### {MarkdownText(Short(message.Subject))}\n\n");
        text.Append(Lines(message, mention, MarkdownText, (line, url) => $"[{line}]({url})", "\n\n"));
        foreach (var link in message.Links) text.Append(CultureInfo.InvariantCulture, $"\n\n[{MarkdownText(Short(link.Text))}]({link.Address.AbsoluteUri})");
        return text.ToString();
    }

    static string Lines(OutgoingMessage message, Func<Mention, string> mention, Func<string, string> escape, Func<string, string, string> link,
        string between = "\n")
    {
        var lines = message.Lines.Take(MostLines).Select(line =>
            line.Address is { } url ? $"• {link(escape(Short(line.Text)), url.AbsoluteUri)}" : $"• {escape(Short(line.Text))}").ToList();
        if (message.Lines.Count == 0) lines.Add(escape(message.Body));
        if (message.Lines.Count > MostLines) lines.Add($"… +{message.Lines.Count - MostLines}");
        if (message.Mention is { } who) lines.Insert(0, mention(who));
        return string.Join(between, lines);
    }

    static string Short(string text) => Fields.TextField.Mended(text, LongestLine);

    static string SlackText(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("*", "＊", StringComparison.Ordinal);

    /// <summary>
    /// The systems' kinds of Markdown know no common way to escape: what could be a mark becomes its full-width twin, which reads the same.
    /// </summary>
    static string MarkdownText(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
            safe.Append(letter is '[' or ']' or '(' or ')' or '<' or '>' or '*' or '_' or '`' or '#' or '@' or '!' or '~' or '|' or '\\'
                ? (char)(letter + 0xFEE0) : letter);
        return safe.ToString();
    }

    static string Signature(string key, string text) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
}
