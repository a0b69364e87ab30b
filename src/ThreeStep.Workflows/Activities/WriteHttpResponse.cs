using System.Net;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Answers the HTTP request by which the workflow was started or woken.</summary>
[Activity("Elsa", "HTTP", "Write a response to the current HTTP response object.", DisplayName = "HTTP Response")]
public sealed class WriteHttpResponse : Activity
{
    [Input("The status code to return.", DisplayName = "Status Code", UiHint = "dropdown", TypeName = "HttpStatusCode",
        Options = ["OK", "Created", "Accepted", "NoContent", "SeeOther", "BadRequest", "Forbidden", "NotFound", "Conflict", "UnprocessableEntity",
        "InternalServerError"])]
    public Input<string> StatusCode { get; } = new(nameof(HttpStatusCode.OK));

    [Input("The content to write back: a text as it is, an object as JSON, bytes as Base64 with a content type of their own.")]
    public Input<JsonNode> Content { get; } = new();

    [Input("The content type to write when sending the response.", DisplayName = "Content Type", UiHint = "dropdown",
        Options = ["", "text/plain", "text/html", "application/json", "application/xml", "application/x-www-form-urlencoded"])]
    public Input<string> ContentType { get; } = new();

    [Input("The headers to send along with the response.", DisplayName = "Response Headers", Category = "Advanced", UiHint = "json-editor",
        TypeName = "HttpHeaders")]
    public Input<JsonNode> ResponseHeaders { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var content = context.Get(Content);
        var contentType = context.Get(ContentType);
        var type = content is null ? null : string.IsNullOrEmpty(contentType) ? HttpBody.TypeOf(content) : contentType;
        context.Emit(new HttpResponseCommand(Number(context.Get(StatusCode)), content?.DeepClone(), type,
            HttpHeaderValues.Read(context.Get(ResponseHeaders))));
        context.Complete();
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (StatusCode.Expression is { Type: "Literal", Text: { Length: > 0 } text } && !IsStatus(text))
            yield return Finding.Error(Node, Messages.NotAStatus, text);
    }

    static int Number(string? text) =>
        string.IsNullOrEmpty(text) ? (int)HttpStatusCode.OK : IsStatus(text) ? (int)Enum.Parse<HttpStatusCode>(text, ignoreCase: true)
            : throw new ActivityException($"'{text}' is no HTTP status.");

    /// <summary>By name or number. One below 200 is no answer yet.</summary>
    static bool IsStatus(string text) => Enum.TryParse<HttpStatusCode>(text, ignoreCase: true, out var status) && (int)status is >= 200 and <= 599;
}
