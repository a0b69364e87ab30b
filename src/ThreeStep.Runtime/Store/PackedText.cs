using System.Buffers.Binary;
using System.IO.Compression;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// Text that is kept in as few bytes as it takes: a million waiting instances then share pages instead of having one each. What would not become
/// shorter, and what an earlier version wrote, stands as it is.
/// </summary>
public static class PackedText
{
    /// <summary>No JSON and no UTF-8 text begins with it. The length of the text follows, then the text, packed by Brotli.</summary>
    const byte Mark = 0xB1;
    const int Head = 1 + sizeof(int);
    /// <summary>Of 0 to 11: higher ones take several times as long for a few percent.</summary>
    const int Quality = 2;
    const int Window = 16;

    /// <param name="text">UTF-8.</param>
    public static byte[] Pack(byte[] text)
    {
        Span<byte> packed = new byte[Head + BrotliEncoder.GetMaxCompressedLength(text.Length)];
        if (!BrotliEncoder.TryCompress(text, packed[Head..], out var length, Quality, Window) || Head + length >= text.Length) return text;
        packed[0] = Mark;
        BinaryPrimitives.WriteInt32LittleEndian(packed[1..], text.Length);
        return packed[..(Head + length)].ToArray();
    }

    /// <returns>UTF-8.</returns>
    /// <exception cref="UnreadableDocumentException">It is damaged.</exception>
    public static byte[] Unpack(byte[] stored)
    {
        if (stored is not [Mark, ..]) return stored;
        var length = stored.Length < Head ? -1 : BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1));
        if (length is < 0 or > LargestText) throw new UnreadableDocumentException("The document is damaged.");
        var text = new byte[length];
        return BrotliDecoder.TryDecompress(stored.AsSpan(Head), text, out var written) && written == length
            ? text
            : throw new UnreadableDocumentException("The document is damaged.");
    }

    const int LargestText = 256 * 1024 * 1024;
}
