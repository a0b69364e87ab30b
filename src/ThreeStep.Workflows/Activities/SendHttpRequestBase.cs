using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>What the activities that send HTTP requests have in common: the request leaves after the commit, and its answer comes back to their
/// wait.</summary>
public abstract class SendHttpRequestBase : Activity
{
    [Input("The address to send the request to, with http or https. The settings say which hosts may be called.", DisplayName = "URL")]
    public Input<string> Url { get; } = new();

    [Input("The HTTP method to use when sending the request.", UiHint = "dropdown",
        Options = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])]
    public Input<string> Method { get; } = new("GET");

    [Input("The content to send with the request: a text, an object, or bytes as Base64.")] public Input<JsonNode> Content { get; } = new();

    [Input("The content type to use when sending the request.", DisplayName = "Content Type", UiHint = "dropdown",
        Options = ["", "text/plain", "text/html", "application/json", "application/xml", "application/x-www-form-urlencoded"])]
    public Input<string> ContentType { get; } = new();

    [Input("The Authorization header value to send with the request. For example: Bearer {some-access-token}", Category = "Security",
        IsSensitive = true)]
    public Input<string> Authorization { get; } = new();

    [Input("The headers to send along with the request.", DisplayName = "Request Headers", Category = "Advanced", UiHint = "json-editor",
        TypeName = "HttpHeaders", IsSensitive = true)]
    public Input<JsonNode> RequestHeaders { get; } = new();

    [Output("The HTTP response status code")] public Output<int> StatusCode { get; } = new();
    [Output("The parsed content, if any.")] public Output<object> ParsedContent { get; } = new();
    [Output("The response headers that were received.")] public Output<object> ResponseHeaders { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var url = AddressOf(context.Get(Url)) ?? throw new ActivityException("The URL is no address that begins with http:// or https://.");
        var content = context.Get(Content);
        var contentType = context.Get(ContentType);
        var headers = HttpHeaderValues.Read(context.Get(RequestHeaders));
        if (context.Get(Authorization) is { Length: > 0 } authorization) headers["Authorization"] = [authorization];
        var method = (context.Get(Method) is { Length: > 0 } chosen ? chosen : "GET").ToUpperInvariant();
        // What is waited for is told to whoever looks at the instance, but without a query, in which a secret may stand.
        var shown = new JsonObject { ["method"] = method, ["url"] = url.GetLeftPart(UriPartial.Path) };
        var bookmark = context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, context.Execution.Id), shown);
        var type = content is null ? null : string.IsNullOrEmpty(contentType) ? HttpBody.TypeOf(content) : contentType;
        context.Emit(new SendHttpRequestCommand(bookmark.Id, method, url, content?.DeepClone(), type) { Headers = headers });
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        var answer = ValueConversion.To<HttpAnswer>(payload) ?? HttpAnswer.Failed(HttpFailure.FailedToConnect, "There is no answer.");
        switch (answer.Failure)
        {
            case HttpFailure.FailedToConnect:
                FailedToConnect(context);
                return;
            case HttpFailure.Timeout:
                TimedOut(context);
                return;
            case not null:
                throw new ActivityException(answer.Message ?? "The request was refused.");
        }
        var headers = HttpHeaderValues.ToJson(answer.Headers);
        context.Set(StatusCode, answer.StatusCode);
        context.Set(ResponseHeaders, headers.DeepClone());
        context.Set(ParsedContent, answer.Content?.DeepClone());
        context.Set(Result, new JsonObject
        {
            [nameof(StatusCode)] = answer.StatusCode,
            ["Headers"] = headers,
            [nameof(ContentType)] = answer.ContentType,
            [nameof(Content)] = answer.Content?.DeepClone(),
        });
        Answered(context, answer.StatusCode ?? 0);
    }

    protected abstract void Answered(ActivityContext context, int statusCode);
    protected abstract void FailedToConnect(ActivityContext context);
    protected abstract void TimedOut(ActivityContext context);

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Url.Expression is null or { Type: "Literal", Text: "" }) yield return Finding.Error(Node, Messages.NoUrl);
        else if (Url.Expression is { Type: "Literal" } literal && AddressOf(literal.Text) is null)
            yield return Finding.Error(Node, Messages.NotAnUrl, literal.Text);
    }

    static Uri? AddressOf(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
