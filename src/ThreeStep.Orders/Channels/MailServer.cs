using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Channels;

/// <summary>How mail leaves and where links lead, as an administrator has said. It takes the place of the settings file's section Delivery.</summary>
/// <param name="Address">Where people reach this server; null for what the settings say.</param>
/// <param name="Host">Of the SMTP server; null: mail is written into the outbox folder.</param>
/// <param name="Password">See <see cref="ChannelSecrets"/>.</param>
public sealed record MailServer(string? Address, string? Host, int Port, string? User, string? Password, string From)
{
    public const int UsualPort = 587;

    /// <summary>It is the one of the settings file, whose password goes on counting until another one is entered.</summary>
    public bool IsOf(DeliverySettings settings) => Host is not null && Host == settings.SmtpHost && Port == settings.SmtpPort
        && (User ?? "") == (settings.SmtpUser ?? "");

    /// <summary>The settings as they are after what an administrator has said.</summary>
    public static DeliverySettings Present(ProcessDatabase database, DeliverySettings settings, ChannelSecrets secrets)
    {
        if (database.MailServer is not { } server) return settings;
        return settings with
        {
            Address = server.Address ?? settings.Address,
            MailFrom = server.From,
            SmtpHost = server.Host,
            SmtpPort = server.Port,
            SmtpUser = server.User,
            SmtpPassword = server.Password is null ? server.IsOf(settings) ? settings.SmtpPassword : null
                : secrets.Read(server.Password) ?? throw new DeliveryException("The password of the mail server cannot be read any more: enter it again."),
        };
    }
}

/// <summary>What may be said about mail; what is left out stays.</summary>
public sealed record MailServerInput
{
    public Given<string?> Address { get; init; }
    public Given<string?> Host { get; init; }
    public Given<int> Port { get; init; }
    public Given<string?> User { get; init; }
    public Given<string?> Password { get; init; }
    public Given<string?> From { get; init; }
}

/// <summary>An administrator says how mail leaves.</summary>
public static class SaveMailServer
{
    /// <summary>Of mail servers: a page that can be told to connect anywhere would be a way to look around in the company's network.</summary>
    static readonly int[] Ports = [25, 465, 587, 2525];

    public static MailServer Apply(Change change, MailServerInput input, DeliverySettings settings, ChannelSecrets secrets)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        var former = change.Database.MailServer ?? new MailServer(null, Blank(settings.SmtpHost), settings.SmtpPort, Blank(settings.SmtpUser), null,
            settings.MailFrom);
        var host = input.Host.Or(former.Host, text => HostOf(text));
        var user = input.User.Or(former.User, text => TextField.Line(text, "user", TextField.LongestName));
        var port = input.Port.Or(former.Port);
        if (!Ports.Contains(port)) throw RefusalException.Invalid("port", $"The port of a mail server is one of {string.Join(", ", Ports)}.");
        var password = input.Password.IsGiven ? Requirements.Chosen(input.Password.Value) is { } given ? secrets.Protect(given, "password") : null
            : former.Password;
        // Otherwise whoever may write here could have the password sent to a server of their own.
        if (password is not null && !input.Password.IsGiven && (host != former.Host || port != former.Port || user != former.User))
            throw RefusalException.Invalid("password", "Enter the password again: it belongs to the server and the user as they were.");
        var server = new MailServer(input.Address.Or(former.Address, AddressOf), host, port, user, password,
            input.From.Or(former.From, text => MailField.Of(text, "from"))
                ?? throw RefusalException.Invalid("from", "Mails need an address that they come from."));
        ChannelTables.SetMailServer(change.Database, server);
        change.Audit(AuditAction.ChannelChanged, "mail", server.Host);
        return server;
    }

    static string? Blank(string? text) => Requirements.Chosen(text);

    static string? HostOf(string? text)
    {
        var host = TextField.Line(text, "host", TextField.LongestName);
        return host is null || Uri.CheckHostName(host) != UriHostNameType.Unknown ? host
            : throw RefusalException.Invalid("host", "This is no name of a server.");
    }

    static string? AddressOf(string? text)
    {
        if (TextField.Line(text, "address") is not { } address) return null;
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url.Query == "" && url.UserInfo == ""
            ? url.GetLeftPart(UriPartial.Path).TrimEnd('/')
            : throw RefusalException.Invalid("address", "An address of this server looks like https://threestep.example.com.");
    }
}
