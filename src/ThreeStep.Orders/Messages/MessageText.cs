using System.Net;
using System.Text;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime.Outbox;

namespace ThreeStep.Orders.Messages;

/// <summary>Writes a message in its reader's language: as text, as a simple page, and as lines for chat systems.</summary>
/// <param name="server">Where links lead.</param>
sealed class MessageText(MessageReader reader, Uri server, StopLinks stops)
{
    /// <summary>Things that a mail tells one by one; of more it says how many.</summary>
    const int MostItems = 50;

    /// <summary>Characters of a subject.</summary>
    const int LongestSubject = 120;

    /// <summary>Mail programs show a page as it is, without anything from elsewhere.</summary>
    const string Begin = "<div style=\"font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif;"
        + "font-size:15px;line-height:1.5;color:#1c1b1f;max-width:40em\">";

    readonly Dictionary<string, string> titles = [];
    readonly Dictionary<string, List<string>> details = [];

    /// <param name="records">What each item is about, by its key.</param>
    /// <param name="answers">The links of those questions that may be answered without signing in, by the item's key.</param>
    public OutgoingMessage Mail(PersonMessage message, IReadOnlyList<MessageItem> items, IReadOnlyDictionary<string, string?> records,
        IReadOnlyDictionary<string, (Uri Link, DateTimeOffset Until)> answers, bool isDigest)
    {
        var unsubscribe = isDigest ? stops.Of(server, reader.Person.Id) : null;
        var list = isDigest ? "digest" : items.Select(item => item.Kind).Distinct().ToList() is [var kind] ? kind.ToString() : "several";
        // What is about one record goes on in one conversation.
        var about = items.Select(item => records.GetValueOrDefault(item.Key)).Distinct().ToList();
        return new(Subject(message, items), Body(message, items, answers, unsubscribe))
        {
            Html = Html(message, items, answers, unsubscribe),
            List = new MailList($"{list.ToLowerInvariant()}.threestep", unsubscribe),
            Conversation = isDigest || about is not [{ } one] ? null : one,
        };
    }

    /// <summary>For a group or a small screen: what it is about and where it is, without what was said of it.</summary>
    public OutgoingMessage Chat(PersonMessage message, IReadOnlyList<MessageItem> items) => new(Subject(message, items), ShortBody(items))
    {
        Lines = items.Select(item => new MessageLine(Title(item), null, Url(item.Address))).ToList(),
        Links =
        [
            new MessageLink(Say("Open"), (items is [var only] ? Url(only.Address) : null) ?? Url("/")!),
            new MessageLink(Say("Later, not mine, or stop this"), Url($"/messages/{message.Id}")!),
        ],
    };

    public static OutgoingMessage Test(MessageReader reader, Uri server) => new(
        MessageTexts.In(reader.Language, $"ThreeStep: a test for {TwoLanguages.Name(reader.Person.Name, reader.Language)}"),
        MessageTexts.In(reader.Language, "This way works. You asked for this test on the page My messages."))
    {
        Links = [new MessageLink(MessageTexts.In(reader.Language, "Open"), new Uri(server, "messages"))],
    };

    string Subject(PersonMessage message, IReadOnlyList<MessageItem> items)
    {
        var subject = items is [var only] ? Title(only) : Say($"{items.Count} things for you: {Title(items[0])} …");
        if (message.IsDigest && items.Count == 1) subject = Say($"For you: {subject}");
        return Fields.TextField.Mended(subject, LongestSubject);
    }

    string ShortBody(IReadOnlyList<MessageItem> items) => string.Join('\n', items.Take(MostItems).Select(Title));

    string Body(PersonMessage message, IReadOnlyList<MessageItem> items,
        IReadOnlyDictionary<string, (Uri Link, DateTimeOffset Until)> answers, Uri? unsubscribe)
    {
        var text = new StringBuilder();
        foreach (var item in items.Take(MostItems))
        {
            text.Append(items.Count > 1 ? "• " : "").AppendLine(Title(item));
            foreach (var detail in Details(item)) text.Append("  ").AppendLine(detail);
            if (Url(item.Address) is { } url) text.Append("  ").AppendLine(url.AbsoluteUri);
            if (answers.TryGetValue(item.Key, out var answer)) text.Append("  ").AppendLine(WithoutSigningIn(answer.Until)).Append("  ")
                .AppendLine(answer.Link.AbsoluteUri);
            text.AppendLine();
        }
        if (items.Count > MostItems) text.AppendLine(Say($"… and {items.Count - MostItems} more.")).AppendLine();
        text.AppendLine("-- ");
        text.AppendLine(Say($"Why this came, later, not mine: {Url($"/messages/{message.Id}")!.AbsoluteUri}"));
        text.AppendLine(Say($"What you are told of, when and how: {Url("/messages/choices")!.AbsoluteUri}"));
        if (unsubscribe is not null) text.AppendLine(Say($"No more digests by mail: {unsubscribe.AbsoluteUri}"));
        return text.ToString();
    }

    string Html(PersonMessage message, IReadOnlyList<MessageItem> items,
        IReadOnlyDictionary<string, (Uri Link, DateTimeOffset Until)> answers, Uri? unsubscribe)
    {
        var page = new StringBuilder(Begin);
        foreach (var item in items.Take(MostItems))
        {
            var title = Encoded(Title(item));
            page.Append("<p style=\"margin:0 0 14px\"><b>");
            if (Url(item.Address) is { } url) page.Append("<a href=\"").Append(Encoded(url.AbsoluteUri)).Append("\">").Append(title).Append("</a>");
            else page.Append(title);
            page.Append("</b>");
            foreach (var detail in Details(item)) page.Append("<br>").Append(Encoded(detail));
            if (answers.TryGetValue(item.Key, out var answer)) page.Append("<br>").Append(Link(answer.Link, WithoutSigningIn(answer.Until)));
            page.Append("</p>");
        }
        if (items.Count > MostItems) page.Append("<p>").Append(Encoded(Say($"… and {items.Count - MostItems} more."))).Append("</p>");
        page.Append("<hr style=\"border:0;border-top:1px solid #ddd\"><p style=\"font-size:13px;color:#666\">");
        page.Append(Link(Url($"/messages/{message.Id}")!, Say("Why this came, later, not mine"))).Append(" · ");
        page.Append(Link(Url("/messages/choices")!, Say("What you are told of, when and how")));
        if (unsubscribe is not null) page.Append(" · ").Append(Link(unsubscribe, Say("No more digests by mail")));
        return page.Append("</p></div>").ToString();
    }

    string WithoutSigningIn(DateTimeOffset until) =>
        MessageTexts.In(reader.Language, $"Answer without signing in, once, until {until:g}. Do not pass this link on.", reader.Zone);

    /// <summary>Each is said several times: in the subject, as text and as a page.</summary>
    string Title(MessageItem item)
    {
        if (titles.TryGetValue(item.Key, out var known)) return known;
        return titles[item.Key] = TitleOf(item);
    }

    List<string> Details(MessageItem item)
    {
        if (details.TryGetValue(item.Key, out var known)) return known;
        return details[item.Key] = DetailsOf(item).ToList();
    }

    /// <summary>What kind of thing it is, and what it is called. Notices say their kind themselves.</summary>
    string TitleOf(MessageItem item)
    {
        var about = TwoLanguages.Said(item.About, reader.Language);
        return item.Kind is MatterKind.Approval or MatterKind.Task or MatterKind.Reminder or MatterKind.Escalation or MatterKind.Late
            ? Say($"{item.Kind}: {about}") : about;
    }

    IEnumerable<string> DetailsOf(MessageItem item)
    {
        if (item.DueAt is { } due) yield return MessageTexts.In(reader.Language, $"By {due:g}", reader.Zone);
        if (item.Text is { } text) yield return TwoLanguages.Said(MessageTexts.In(reader.Language, text, reader.Zone), reader.Language);
        foreach (var fact in item.Facts) yield return TwoLanguages.Said(fact, reader.Language);
        if (item.Why is { Length: > 0 } why) yield return Say($"Why: {TwoLanguages.Said(why, reader.Language)}");
    }

    string Say(Message message) => MessageTexts.In(reader.Language, message, reader.Zone);

    /// <summary>A page of this server; what a record has as its address is one of ours and no other's.</summary>
    Uri? Url(string? address) => address is null || !address.StartsWith('/') || address.StartsWith("//", StringComparison.Ordinal) ? null
        : Uri.TryCreate($"{server.AbsoluteUri.TrimEnd('/')}{address}", UriKind.Absolute, out var url) ? url : server;

    static string Encoded(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);

    static string Link(Uri url, string text) => $"<a href=\"{Encoded(url.AbsoluteUri)}\">{Encoded(text)}</a>";
}
