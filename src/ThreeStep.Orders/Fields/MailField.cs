using System.Net.Mail;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Fields;

/// <summary>Mail addresses.</summary>
public static class MailField
{
    /// <summary>RFC 5321.</summary>
    const int Longest = 254;

    /// <summary>One bare address at a host with a domain; blank is none.</summary>
    /// <exception cref="RefusalException">It is none.</exception>
    public static string? Of(string? text, string field)
    {
        if (TextField.Line(text, field, Longest) is not { } address) return null;
        return IsAddress(address) ? address
            : throw RefusalException.Invalid(field, $"'{address}' is not a mail address. It is written as name@example.com.");
    }

    /// <summary>Whether two addresses are one: capitals make no difference.</summary>
    public static bool AreSame(string? one, string? other) => one is not null && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    static bool IsAddress(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text
        && Uri.CheckHostName(address.Host) == UriHostNameType.Dns && EndsInDomain(address.Host);

    static bool EndsInDomain(string host) =>
        host.LastIndexOf('.') is > 0 and var dot && host.Length > dot + 2 && !host[(dot + 1)..].All(char.IsAsciiDigit);
}
