using System.Security.Cryptography;
using System.Text;
using MimeKit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>
/// A mail as it goes to the mail server: its text and, where there is one, the same as a page; who it is from; of which conversation and of which
/// list it is.
/// </summary>
static class MailMessage
{
    const string Host = "threestep";

    /// <exception cref="DeliveryException">The address is none.</exception>
    public static MimeMessage Of(OutboxRow row, OutgoingMessage message, string from)
    {
        if (!MailboxAddress.TryParse(row.Recipient, out var to)) throw new DeliveryException("The mail address cannot be read.") { IsFinal = true };
        var text = new TextPart("plain") { Text = message.Body };
        var mail = new MimeMessage
        {
            Subject = message.Subject,
            Body = message.Html is null ? text : new MultipartAlternative(text, new TextPart("html") { Text = message.Html }),
            MessageId = $"{row.Key}@{Host}",
            Date = row.CreatedAt,
        };
        mail.From.Add(MailboxAddress.Parse(from));
        mail.To.Add(to);
        if (message.Conversation is { } conversation)
        {
            // The first mail of a conversation that nobody was sent: programs put together what answers the same one.
            var first = $"{Name(conversation)}.conversation@{Host}";
            mail.InReplyTo = first;
            mail.References.Add(first);
        }
        if (message.List is not { } list) return mail;
        mail.Headers.Add(HeaderId.ListId, Encoding.ASCII, $"<{list.Id}>");
        // No out-of-office answers to what a server sends (RFC 3834).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        if (list.Unsubscribe is not { } unsubscribe) return mail;
        mail.Headers.Add(HeaderId.ListUnsubscribe, Encoding.ASCII, $"<{unsubscribe.AbsoluteUri}>");
        mail.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return mail;
    }

    /// <summary>As it may stand in a message id: what else is in a record's id is hashed.</summary>
    static string Name(string conversation) => conversation.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? conversation
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation)))[..32];
}
