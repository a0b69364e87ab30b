using System.Globalization;
using System.Text;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Fields;

/// <summary>
/// Texts as people type or paste them: brought to one form (Unicode NFC, no blanks around them, single spaces within), of a greatest length,
/// and without what cannot be seen. Lengths count UTF-16 units, as the database and browsers do.
/// </summary>
public static class TextField
{
    /// <summary>Names of companies, people and deals.</summary>
    public const int LongestName = 200;
    /// <summary>Anything else of one line.</summary>
    public const int LongestLine = 500;
    /// <summary>Notes, descriptions, what a customer said.</summary>
    public const int LongestNote = 10_000;

    /// <summary>Letters and marks that show nothing, beside Unicode's own class of invisible ones (Cf).</summary>
    static readonly HashSet<int> Blanks = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];
    const int ZeroWidthJoiner = 0x200D;

    /// <summary>A text of one line; blank is none.</summary>
    /// <exception cref="RefusalException">It is too long, or holds what cannot be seen.</exception>
    public static string? Line(string? text, string field, int longest = LongestLine) => Checked(text, field, longest, withLines: false);

    /// <summary>As <see cref="Line"/>, and it must be there.</summary>
    /// <exception cref="RefusalException">There is none, it is too long, or holds what cannot be seen.</exception>
    public static string Required(string? text, string field, Message otherwise, int longest = LongestName) =>
        Line(text, field, longest) ?? throw RefusalException.Invalid(field, otherwise);

    /// <summary>A text that keeps its lines; blank is none.</summary>
    /// <exception cref="RefusalException">It is too long, or holds what cannot be seen.</exception>
    public static string? Note(string? text, string field, int longest = LongestNote) => Checked(text, field, longest, withLines: true);

    /// <summary>
    /// The text of one line as it can be kept: without what cannot be seen, and cut where it is too long. For what comes in by the thousand.
    /// </summary>
    public static string Mended(string text, int longest = LongestName)
    {
        var seen = new StringBuilder(Math.Min(text.Length, longest));
        // What does not fit in any case need not be looked at.
        foreach (var rune in text[..Math.Min(text.Length, 4 * longest)].EnumerateRunes())
            if (rune != Rune.ReplacementChar && (Rune.IsWhiteSpace(rune) || MayStand(rune, isAfterSymbol: false))) seen.Append(rune);
        var tidy = Tidy(seen.ToString(), withLines: false, "");
        var end = char.IsHighSurrogate(tidy.ElementAtOrDefault(longest - 1)) ? longest - 1 : longest;
        return tidy.Length <= longest ? tidy : tidy[..end].TrimEnd();
    }

    static string? Checked(string? text, string field, int longest, bool withLines)
    {
        if (text is null) return null;
        // What is refused for its length needs no further look: nobody waits for a megabyte to be taken apart.
        if (text.Length > 4 * longest) throw TooLong(field, longest, text.Length);
        var tidy = Tidy(text, withLines, field);
        if (tidy.Length == 0) return null;
        return tidy.Length <= longest ? tidy : throw TooLong(field, longest, tidy.Length);
    }

    static RefusalException TooLong(string field, int longest, int length) =>
        RefusalException.Invalid(field, $"{FieldName.Of(field)}: at most {longest:N0} characters; this has {length:N0}.");

    static string Tidy(string text, bool withLines, string field)
    {
        var written = new StringBuilder(text.Length);
        var isAfterSymbol = false;
        var blanks = "";
        foreach (var rune in WithoutInvisibleEnds(text, field).EnumerateRunes())
        {
            if (withLines && rune.Value == '\n') blanks = blanks.Trim(' ') + "\n";
            else if (Rune.IsWhiteSpace(rune)) blanks = blanks.Length == 0 ? " " : blanks;
            else
            {
                if (!MayStand(rune, isAfterSymbol)) throw Invisible(field, rune.Value);
                if (written.Length > 0) written.Append(blanks);
                blanks = "";
                written.Append(rune);
            }
            isAfterSymbol = Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.NonSpacingMark;
        }
        return written.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Marks of byte order and the like come along at the ends of what is copied; nobody means them.</summary>
    static string WithoutInvisibleEnds(string text, string field)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index])) continue;
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1])) index++;
            else throw Invisible(field, text[index]);
        }
        var (start, end) = (0, text.Length);
        while (start < end && IsLoose(text[start])) start++;
        while (end > start && IsLoose(text[end - 1])) end--;
        return text[start..end];
    }

    static bool IsLoose(char letter) => char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;

    /// <summary>A joiner between two symbols makes one picture of them; anywhere else it hides.</summary>
    static bool MayStand(Rune rune, bool isAfterSymbol) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => rune.Value == ZeroWidthJoiner && isAfterSymbol,
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => !Blanks.Contains(rune.Value) && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is < 0xFDD0 or > 0xFDEF,
    };

    static RefusalException Invisible(string field, int letter) => RefusalException.Invalid(field,
        $"{FieldName.Of(field)}: there is a character in it that cannot be seen (U+{letter:X4}). Type the text instead of pasting it.");
}
