using System.Text;
using ThreeStep.Orders.Records;

namespace ThreeStep.Web.Calendars;

/// <summary>The text of a file that somebody gives.</summary>
static class CalendarUpload
{
    /// <param name="largest">In bytes.</param>
    /// <exception cref="RefusalException">It is larger.</exception>
    public static async Task<string> ReadText(Stream file, int largest, CancellationToken token)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16_384];
        for (int read; (read = await file.ReadAsync(buffer, token)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > largest) throw RefusalException.Invalid("file", $"The file is larger than {largest / 1_000_000} MB.");
        }
        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }
}
