using System.Security.Claims;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>Lines of the audit log. They are added in the transaction of what they tell of, wherever that is a change of records.</summary>
static class Audit
{
    /// <param name="now">UTC.</param>
    /// <param name="subject">The id of what it was done to.</param>
    public static AuditRow Line(ClaimsPrincipal? caller, AuditAction action, DateTimeOffset now, string? subject = null, string? detail = null) =>
        new() { At = now, UserId = caller?.UserId(), Action = action, Subject = subject, Detail = detail };
}
