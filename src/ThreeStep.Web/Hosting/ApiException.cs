using ThreeStep.Orders.Texts;

namespace ThreeStep.Web.Hosting;

/// <summary>A request that cannot be carried out, with the offending field if there is one. Becomes RFC 9457 problem details, or a notice on a page.</summary>
public sealed class ApiException(int status, Message text, string? field = null) : Exception(text.ToString())
{
    public int Status { get; } = status;
    /// <summary>The message, to be said in the reader's language.</summary>
    public Message Text { get; } = text;
    public string? Field { get; } = field;

    public static ApiException NotFound(string what, string id) => new(StatusCodes.Status404NotFound, $"There is no {what} '{id}'.");
    public static ApiException Invalid(string field, Message text) => new(StatusCodes.Status400BadRequest, text, field);
    public static ApiException Conflict(Message text, string? field = null) => new(StatusCodes.Status409Conflict, text, field);
    public static ApiException Forbidden(Message text) => new(StatusCodes.Status403Forbidden, text);
}
