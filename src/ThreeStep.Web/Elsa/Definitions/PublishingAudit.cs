using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Elsa.Definitions;

/// <summary>
/// Writes into the audit log who published, retracted or deleted workflows. There are a dozen routes that do; what they have in common is that the
/// published versions differ afterwards.
/// </summary>
sealed class PublishingAudit(DatabaseFile file, WorkflowRuntime runtime) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var path = request.Path.Value ?? "";
        if (HttpMethods.IsGet(request.Method) || !path.Contains("workflow-definition", StringComparison.Ordinal) || path.EndsWith("/execute", StringComparison.Ordinal) || path.Contains("/dispatch", StringComparison.Ordinal) || path.EndsWith("/bulk-dispatch", StringComparison.Ordinal))
            return await next(context);
        var before = await Published();
        var answer = await next(context);
        var after = await Published();
        var lines = after.Where(now => before.GetValueOrDefault(now.Key) != now.Value).Select(now => (Action: WorkflowAudit.Published, now.Key, Version: now.Value))
            .Concat(before.Where(former => !after.ContainsKey(former.Key)).Select(former => (Action: WorkflowAudit.Retracted, former.Key, Version: former.Value))).ToList();
        if (lines.Count > 0) await runtime.Record(transaction =>
        {
            foreach (var (action, definitionId, version) in lines)
            {
                var told = action == WorkflowAudit.Retracted && !transaction.Database.Definitions.Any(row => row.DefinitionId == definitionId) ? WorkflowAudit.Deleted : action;
                transaction.Audit(context.HttpContext.User.UserId(), told, definitionId, $"v{version}");
            }
        });
        return answer;
    }

    async Task<Dictionary<string, int>> Published()
    {
        await using var database = file.Query();
        return await database.Definitions.Where(row => row.IsPublished).GroupBy(row => row.DefinitionId).Select(group => new { group.Key, Version = group.Max(row => row.Version) }).ToDictionaryAsync(row => row.Key, row => row.Version);
    }
}
