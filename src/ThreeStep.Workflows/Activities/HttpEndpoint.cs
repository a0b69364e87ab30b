using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Waits for an HTTP request below <c>/workflows/</c>, or starts workflows with it.</summary>
[Activity("Elsa", "HTTP", "Wait for an inbound HTTP request that matches the specified path and methods.", DisplayName = "HTTP Endpoint",
    Kind = "Trigger", WaitsFor = WaitsFor.Event)]
public sealed class HttpEndpoint : Activity
{
    public const string RequestTooLarge = "Request too large";
    public const string FileTooLarge = "File too large";
    public const string InvalidFileExtension = "Invalid file extension";
    public const string InvalidFileType = "Invalid file MIME type";

    [Input("The path to associate with the workflow, below /workflows/. Parts may be open, as in orders/{id}.")]
    public Input<string> Path { get; } = new();

    [Input("The HTTP methods to accept.", DisplayName = "Supported Methods", UiHint = "checklist",
        Options = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"])]
    public Input<string[]> SupportedMethods { get; } = new(["GET"]);

    [Input("Allow only callers who are signed in or send a key. Without it, anybody who can reach this server may call.", UiHint = "checkbox",
        Category = "Security")]
    public Input<bool> Authorize { get; } = new(true);

    [Input("A policy of this server that the caller must fulfil, such as process or administration.",
        Category = "Security")]
    public Input<string> Policy { get; } = new();

    [Input("How long a caller waits for the answer at most.", DisplayName = "Request Timeout",
        Category = "Upload")]
    public Input<TimeSpan?> RequestTimeout { get; } = new();
    [Input("The maximum request size allowed in bytes.", DisplayName = "Request Size Limit",
        Category = "Upload")]
    public Input<long?> RequestSizeLimit { get; } = new();
    [Input("The maximum file size allowed in bytes for an individual file.", DisplayName = "File Size Limit",
        Category = "Upload")]
    public Input<long?> FileSizeLimit { get; } = new();

    [Input("Only file extensions in this list are allowed. Leave empty to allow all extensions", DisplayName = "Allowed File Extensions",
        Category = "Upload", UiHint = "multitext")]
    public Input<string[]> AllowedFileExtensions { get; } = new();

    [Input("File extensions in this list are forbidden. Leave empty to not block any extension.", DisplayName = "Blocked File Extensions",
        Category = "Upload", UiHint = "multitext")]
    public Input<string[]> BlockedFileExtensions { get; } = new();

    [Input("Only MIME types in this list are allowed. Leave empty to allow all types", DisplayName = "Allowed MIME Types", Category = "Upload",
        UiHint = "multitext")]
    public Input<string[]> AllowedMimeTypes { get; } = new();

    [Input("Whether the workflow hears of a request that is too large.", DisplayName = "Expose Request Too Large Outcome", Category = "Outcomes",
        UiHint = "checkbox", IsWrapped = false)]
    public Input<bool> ExposeRequestTooLargeOutcome { get; } = new();

    [Input("Whether the workflow hears of a file that is too large.", DisplayName = "Expose File Too Large Outcome", Category = "Outcomes",
        UiHint = "checkbox", IsWrapped = false)]
    public Input<bool> ExposeFileTooLargeOutcome { get; } = new();

    [Input("Whether the workflow hears of a file with an extension that is not allowed.", DisplayName = "Expose Invalid File Extension Outcome",
        Category = "Outcomes", UiHint = "checkbox", IsWrapped = false)]
    public Input<bool> ExposeInvalidFileExtensionOutcome { get; } = new();

    [Input("Whether the workflow hears of a file of a type that is not allowed.", DisplayName = "Expose Invalid File MIME Type Outcome",
        Category = "Outcomes", UiHint = "checkbox", IsWrapped = false)]
    public Input<bool> ExposeInvalidFileMimeTypeOutcome { get; } = new();

    [Output("The parsed request content, if any.")] public Output<object> ParsedContent { get; } = new();
    [Output("The uploaded files, if any.")] public Output<object> Files { get; } = new();
    [Output("The first uploaded file, if any.")] public Output<object> File { get; } = new();
    [Output("The parsed route data, if any.")] public Output<object> RouteData { get; } = new();
    [Output("The querystring data, if any.")] public Output<object> QueryStringData { get; } = new();
    [Output("The headers, if any.")] public Output<object> Headers { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        if (context.IsTrigger && context.TriggerPayload is { } request) Received(context, request);
        else
        {
            var rule = Rule(context);
            context.Wait(HttpEndpointRule.Kind, rule.Hash, rule.ToPayload());
        }
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload) => Received(context, payload);

    public override StartTrigger? Trigger(ActivityContext context)
    {
        var rule = Rule(context);
        return new StartTrigger(HttpEndpointRule.Kind, rule.Hash, rule.ToPayload());
    }

    void Received(ActivityContext context, JsonNode? payload)
    {
        var request = payload as JsonObject ?? [];
        foreach (var (output, name) in new (Output, string)[]
                 {
                     (ParsedContent, "content"), (Files, "files"), (RouteData, "routeData"), (QueryStringData, "queryString"), (Headers, "headers"),
                 })
            context.Set(output, request[name]?.DeepClone());
        context.Set(File, request.Array("files") is [{ } first, ..] ? first.DeepClone() : null);
        context.Set(Result, new JsonObject
        {
            ["Method"] = request["method"]?.DeepClone(),
            [nameof(Path)] = request["path"]?.DeepClone(),
            ["ContentType"] = request["contentType"]?.DeepClone(),
            ["RouteValues"] = request["routeData"]?.DeepClone(),
            ["Query"] = request["queryString"]?.DeepClone(),
            [nameof(Headers)] = request["headers"]?.DeepClone(),
        });
        context.Complete(request.Text("refused") ?? "Done");
    }

    HttpEndpointRule Rule(ActivityContext context)
    {
        var path = (context.Get(Path) ?? "").Trim().Trim('/');
        if (path.Length == 0) throw new ActivityException("The endpoint has no path.");
        var methods = context.Get(SupportedMethods) is { Length: > 0 } chosen ? chosen : ["GET"];
        var exposed = new (Input<bool> Wanted, string Outcome)[]
        {
            (ExposeRequestTooLargeOutcome, RequestTooLarge), (ExposeFileTooLargeOutcome, FileTooLarge),
            (ExposeInvalidFileExtensionOutcome, InvalidFileExtension), (ExposeInvalidFileMimeTypeOutcome, InvalidFileType),
        };
        return new HttpEndpointRule(
            path, methods.Select(method => method.ToUpperInvariant()).ToList(), context.Get(Authorize),
            context.Get(Policy) is { Length: > 0 } policy ? policy : null,
            context.Get(RequestSizeLimit), context.Get(FileSizeLimit), context.Get(RequestTimeout),
            context.Get(AllowedFileExtensions), context.Get(BlockedFileExtensions),
            context.Get(AllowedMimeTypes), exposed.Where(choice => context.Get(choice.Wanted)).Select(choice => choice.Outcome).ToList());
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Path.Expression is null || (Path.Expression is { Type: "Literal", Text: var text } && text.Trim('/', ' ').Length == 0))
            yield return Finding.Error(Node, Messages.NoPath);
        if (Authorize.Expression is { Type: "Literal", Text: var choice }
            && choice.Equals("false", StringComparison.OrdinalIgnoreCase))
            yield return Finding.Warning(Node, Messages.OpenToAnybody);
    }
}
