using System.Collections.Frozen;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Fields;

/// <summary>Currencies. Source: ISO 4217, list one (active codes), without funds, metals and codes for tests.</summary>
public static class CurrencyField
{
    static readonly FrozenSet<string> Codes = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
        CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
        ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
        MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
        SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF
        XPF YER ZAR ZMW ZWG
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    const int Longest = 20;

    /// <summary>All codes, in order, for lists to choose from.</summary>
    public static IReadOnlyList<string> All { get; } = Codes.Order(StringComparer.Ordinal).ToList();

    /// <summary>The code in capital letters; blank is none.</summary>
    /// <exception cref="RefusalException">There is no such currency.</exception>
    public static string? Of(string? text, string field)
    {
        if (TextField.Line(text, field, Longest)?.ToUpperInvariant() is not { } code) return null;
        return Codes.Contains(code) ? code : throw Unknown(code, field);
    }

    /// <summary>As <see cref="Of"/>, and it must be there.</summary>
    /// <exception cref="RefusalException">There is none, or no such currency.</exception>
    public static string Required(string? text, string field) => Of(text, field) ?? throw Unknown("", field);

    static RefusalException Unknown(string code, string field) =>
        RefusalException.Invalid(field, $"There is no currency '{code}'. Give an ISO 4217 code such as CNY.");
}
