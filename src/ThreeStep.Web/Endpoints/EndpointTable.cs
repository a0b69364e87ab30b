using System.Collections.Concurrent;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Endpoints;

/// <summary>An endpoint that somebody may call now: it starts a workflow, or wakes an instance.</summary>
/// <param name="BookmarkId">The wait it answers; null where it starts.</param>
/// <param name="InstanceId">The instance that waits; null where it starts.</param>
sealed record OpenEndpoint(HttpEndpointRule Rule, string DefinitionId, string NodeId, string? InstanceId = null, string? BookmarkId = null);

/// <summary>Which endpoints are open, from the triggers of published workflows and the waits of instances.</summary>
sealed class EndpointTable(ProcessStore store, EngineReader reader, DefinitionTriggers triggers)
{
    /// <summary>More waits than this that fit one path are not told apart by reading them all: the caller says which instance.</summary>
    const int Candidates = 200;

    readonly ConcurrentDictionary<string, TemplateMatcher?> matchers = new();

    /// <summary>The endpoints that fit a path, whatever their methods, with the values of its open parts.</summary>
    /// <param name="correlationId">Only instances with this correlation id; null for all.</param>
    /// <param name="instanceId">Only this instance; null for all and for new ones.</param>
    public List<(OpenEndpoint Endpoint, RouteValueDictionary Route)> Find(string path, string? correlationId, string? instanceId)
    {
        var found = new List<(OpenEndpoint, RouteValueDictionary)>();
        foreach (var hash in HttpEndpointRule.HashesFor(path).Distinct())
        {
            foreach (var (bookmarkId, waiting) in reader.FindBookmarks(hash, correlationId, instanceId).Take(Candidates))
                if (reader.LoadInstance(waiting) is var (_, state) && state.Bookmarks.Find(bookmark => bookmark.Id == bookmarkId) is { } bookmark
                    && HttpEndpointRule.Read(bookmark.Payload) is { } rule)
                    Add(new OpenEndpoint(rule, state.DefinitionId, bookmark.NodeId, waiting, bookmarkId));
            if (instanceId is not null) continue;
            foreach (var trigger in reader.FindTriggers(hash))
                if (RuleOf(trigger.DefinitionId, trigger.NodeId) is { } rule) Add(new OpenEndpoint(rule, trigger.DefinitionId, trigger.NodeId));
        }
        return found;

        void Add(OpenEndpoint endpoint)
        {
            var values = new RouteValueDictionary();
            if (Matcher(endpoint.Rule.Path)?.TryMatch($"/{path}", values) == true) found.Add((endpoint, values));
        }
    }

    /// <summary>All endpoints that start workflows, by their path.</summary>
    public async Task<List<OpenEndpoint>> Starting(CancellationToken token)
    {
        await using var database = store.Query();
        var triggers = await database.Triggers.Where(row => row.Kind == HttpEndpointRule.Kind)
            .Select(row => new { row.DefinitionId, row.NodeId }).ToListAsync(token);
        return triggers.Select(row => RuleOf(row.DefinitionId, row.NodeId) is { } rule ? new OpenEndpoint(rule, row.DefinitionId, row.NodeId) : null)
            .OfType<OpenEndpoint>().OrderBy(endpoint => endpoint.Rule.Path, StringComparer.Ordinal).ToList();
    }

    /// <summary>How many instances wait for a call.</summary>
    public async Task<int> Waiting(CancellationToken token)
    {
        await using var database = store.Query();
        return await database.Bookmarks.CountAsync(row => row.Name == HttpEndpointRule.Kind, token);
    }

    HttpEndpointRule? RuleOf(string definitionId, string nodeId) => HttpEndpointRule.Read(triggers.Find(definitionId, nodeId)?.Payload);

    /// <summary>Null for a path that is no template.</summary>
    TemplateMatcher? Matcher(string path) => matchers.GetOrAdd(path, text =>
    {
        try { return new TemplateMatcher(TemplateParser.Parse(text), []); }
        catch (ArgumentException) { return null; }
    });
}
