using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Layout;

/// <summary>Who looks at a page: their rights, zone and language decide what it shows and how. Made once for a page and its parts.</summary>
public sealed class Reader
{
    readonly Dictionary<string, string> names;

    Reader(ClaimsPrincipal caller, User? user, Company? company, Dictionary<string, string> names)
    {
        Caller = caller;
        Id = caller.UserId() ?? "";
        User = user;
        Currency = company?.Currency ?? "CNY";
        CompanyZone = CompanyDays.Zone(company?.Zone);
        LargeDealAmount = company?.LargeDealAmount ?? 1_000_000;
        Zone = TimeZoneInfo.TryFindSystemTimeZoneById(User?.Zone ?? company?.Zone ?? "UTC", out var zone) ? zone : TimeZoneInfo.Utc;
        this.names = names;
    }

    public static async Task<Reader> Read(ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var id = caller.UserId() ?? "";
        return new Reader(caller,
            await database.Users.FirstOrDefaultAsync(user => user.Id == id, token),
            await database.Companies.FirstOrDefaultAsync(token),
            await database.Users.Select(user => new { user.Id, user.Name }).ToDictionaryAsync(user => user.Id, user => user.Name, token));
    }

    public ClaimsPrincipal Caller { get; }
    public string Id { get; }
    public User? User { get; }
    public TimeZoneInfo Zone { get; }
    /// <summary>Days of the company are told by it: what is planned, promised, late.</summary>
    public TimeZoneInfo CompanyZone { get; }
    /// <summary>The company's, ISO 4217.</summary>
    public string Currency { get; }
    public decimal LargeDealAmount { get; }

    static CultureInfo Culture => CultureInfo.CurrentCulture;

    public bool Is(params ReadOnlySpan<Role> roles) => Caller.Is(roles);

    /// <summary>What a person is called in the reader's language: "李娜 Li Na" is 李娜 to a Chinese reader, Li Na to others.</summary>
    public string NameOf(string? userId) =>
        userId is null ? Texts.Texts.T("Pool") : names.TryGetValue(userId, out var name) ? Spoken(name) : userId;

    public static string Spoken(string name) => Texts.Bilingual.Name(name);

    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    /// <summary>The start of a day of the reader's, as UTC.</summary>
    public DateTimeOffset StartOfDay(DateTime day) => new DateTimeOffset(day.Date, Zone.GetUtcOffset(day.Date)).ToUniversalTime();

    public string Date(DateTimeOffset? time) => time is null ? "" : Local(time.Value).ToString("d", Culture);

    /// <summary>A day, the same wherever it is read.</summary>
    public static string Date(DateOnly? day) => day?.ToString("d", Culture) ?? "";

    /// <summary>Day and minute in the reader's zone.</summary>
    public string Time(DateTimeOffset? time) => time is null ? "" : Local(time.Value).ToString("g", Culture);

    /// <summary>Today, tomorrow, or the date; with the minute where it is near.</summary>
    public string Day(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } at) return "";
        return (Local(at).Date - Local(now).Date).Days switch
        {
            0 => $"{Texts.Texts.T("day: today")} {Local(at).ToString("t", Culture)}",
            1 => $"{Texts.Texts.T("day: tomorrow")} {Local(at).ToString("t", Culture)}",
            -1 => $"{Texts.Texts.T("day: yesterday")} {Local(at).ToString("t", Culture)}",
            _ => Date(at),
        };
    }

    /// <summary>Today, tomorrow, or the date of a day, as seen from where the reader is.</summary>
    public string Day(DateOnly? day, DateTimeOffset now)
    {
        if (day is not { } date) return "";
        return (date.DayNumber - DateOnly.FromDateTime(Local(now).DateTime).DayNumber) switch
        {
            0 => Texts.Texts.T("day: today"),
            1 => Texts.Texts.T("day: tomorrow"),
            -1 => Texts.Texts.T("day: yesterday"),
            _ => Date(day),
        };
    }

    /// <summary>An amount with its currency, in the reader's form. Whole units where there are no cents.</summary>
    public static string Money(decimal amount, string? currency)
    {
        var digits = amount == decimal.Truncate(amount) ? "N0" : "N2";
        return $"{Symbol(currency)}{amount.ToString(digits, Culture)}";
    }

    /// <summary>A sum to grasp at a glance: 12.3 万 or 123K.</summary>
    public static string ShortMoney(decimal amount, string? currency)
    {
        var (value, unit) = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh"
            ? amount switch { >= 100_000_000 => (amount / 100_000_000, "亿"), >= 10_000 => (amount / 10_000, "万"), _ => (amount, "") }
            : amount switch { >= 1_000_000 => (amount / 1_000_000, "M"), >= 1_000 => (amount / 1_000, "K"), _ => (amount, "") };
        return $"{Symbol(currency)}{value.ToString("0.#", Culture)}{unit}";
    }

    /// <summary>Sums of several currencies side by side, the company's first: different currencies are never added.</summary>
    public string ShortMoney(IEnumerable<Sum> sums)
    {
        var shown = sums.Where(sum => sum.Amount != 0)
            .OrderByDescending(sum => sum.Currency == Currency).ThenByDescending(sum => sum.Amount).ToList();
        return shown.Count == 0 ? ShortMoney(0, Currency) : string.Join(" + ", shown.Select(sum => ShortMoney(sum.Amount, sum.Currency)));
    }

    static string Symbol(string? currency) =>
        currency switch { "CNY" => "¥", "USD" => "$", "EUR" => "€", "GBP" => "£", null => "", _ => currency + " " };
}

/// <summary>What amounts in one currency come to.</summary>
/// <param name="Currency">ISO 4217.</param>
public sealed record Sum(decimal Amount, string Currency);
