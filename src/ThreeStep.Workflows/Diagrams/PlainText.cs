using System.Text;
using System.Xml;

namespace ThreeStep.Workflows.Diagrams;

/// <summary>Words as every kind of drawing can hold them.</summary>
public static class PlainText
{
    /// <summary>With spaces for control characters, line ends among them, and for what XML has no way to write.</summary>
    public static string Of(string words)
    {
        var plain = new StringBuilder(words.Length);
        for (var index = 0; index < words.Length; index++)
            if (char.IsSurrogatePair(words, index)) plain.Append(words, index++, 2);
            else plain.Append(XmlConvert.IsXmlChar(words[index]) && !char.IsControl(words[index]) ? words[index] : ' ');
        return plain.ToString();
    }
}
