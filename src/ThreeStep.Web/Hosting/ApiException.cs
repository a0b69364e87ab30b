namespace ThreeStep.Web.Hosting;

/// <summary>A request that cannot be carried out, with the offending field if there is one. Becomes RFC 9457 problem details.</summary>
public sealed class ApiException(int status, string message, string? field = null) : Exception(message)
{
    public int Status { get; } = status;
    public string? Field { get; } = field;

    public static ApiException NotFound(string what, string id) => new(StatusCodes.Status404NotFound, $"There is no {what} '{id}'.");
    public static ApiException Invalid(string field, string message) => new(StatusCodes.Status400BadRequest, message, field);
    public static ApiException Conflict(string message, string? field = null) => new(StatusCodes.Status409Conflict, message, field);
    public static ApiException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);
}
