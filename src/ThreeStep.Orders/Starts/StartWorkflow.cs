using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Starts;

/// <summary>
/// Somebody starts a workflow by hand: those to whom its access grants that, else a process owner any and others those that say so
/// (<c>customProperties.startedBy</c>, a list of roles); and each only about records that they see.
/// </summary>
public static class StartWorkflow
{
    /// <param name="database">To look things up by.</param>
    /// <param name="access">Of whoever starts.</param>
    public sealed record Around(ProcessDatabase Database, RecordAccess Access)
    {
        public static Around Of(Change change) => new(change.Database, change.Access);
    }

    /// <summary>Whether somebody may start instances of it by hand.</summary>
    public static bool MayStart(WorkflowRights rights, WorkflowDefinition definition) =>
        rights.Allows(definition.DefinitionId, WorkflowRight.Start, RolesOf(definition));

    /// <summary>Whether the actor starts what they may start also a second time about the same record.</summary>
    public static bool MayStartAgain(Actor actor) => actor.UserId is null || actor.Is(Role.ProcessOwner, Role.Admin);

    /// <summary>Who starts it by hand, beside process owners.</summary>
    public static IReadOnlyList<Role> RolesOf(WorkflowDefinition definition) => (definition.CustomProperties?.Array("startedBy") ?? [])
        .Select(name => name is JsonValue text && text.TryGetValue(out string? word) && Enum.TryParse<Role>(word, out var role)
            && Enum.IsDefined(role) && !char.IsAsciiDigit(word[0]) ? role : (Role?)null).OfType<Role>().ToList();

    /// <summary>Those that somebody may start about a kind of record, by name.</summary>
    public static IReadOnlyList<CompiledWorkflow> About(string recordKind, WorkflowRights rights, CompiledDefinitions definitions) => definitions
        .Published()
        .Where(workflow => MayStart(rights, workflow.Definition) && StartField.Of(workflow.Definition).Any(field => field.RecordKind == recordKind))
        .OrderBy(workflow => workflow.Definition.Shown, StringComparer.Ordinal).ToList();

    /// <summary>The published version, which somebody may start.</summary>
    /// <exception cref="RefusalException">There is none, or it is not theirs to start.</exception>
    public static CompiledWorkflow Find(CompiledDefinitions definitions, string definitionId, WorkflowRights rights)
    {
        var workflow = definitions.FindPublished(definitionId) ?? throw RefusalException.NotFound("published workflow", definitionId);
        rights.Require(definitionId, WorkflowRight.Start, RolesOf(workflow.Definition));
        return workflow;
    }

    /// <param name="again">Also where one is under way about the same record; for process owners only.</param>
    /// <returns>The id of the instance.</returns>
    /// <exception cref="RefusalException">
    /// An input is missing, unknown or does not fit, or names a record that whoever starts does not see.
    /// </exception>
    public static string Apply(Change change, string definitionId, IReadOnlyDictionary<string, JsonNode?> inputs, bool again = false)
    {
        var workflow = Find(change.Definitions, definitionId, change.Access.Workflows);
        var id = Queue(change, workflow, Read(Around.Of(change), workflow, inputs, again));
        change.Audit(AuditAction.WorkflowStarted, id, definitionId);
        return id;
    }

    /// <summary>Accepts a start that was read; it is carried out after the commit.</summary>
    internal static string Queue(Change change, CompiledWorkflow workflow, (Dictionary<string, JsonNode?> Inputs, string? About) start)
    {
        var id = $"hand-{change.NewId()}";
        change.Queue(new QueuedStimulus.StartInstance(id, workflow.Definition.DefinitionId, start.Inputs, start.About));
        return id;
    }

    /// <summary>Looks at what is given, and brings it into the form that the workflow wants. Changes nothing.</summary>
    /// <returns>The inputs, and the id of the record that the instance is about.</returns>
    internal static (Dictionary<string, JsonNode?> Inputs, string? About) Read(Around around, CompiledWorkflow workflow,
        IReadOnlyDictionary<string, JsonNode?> inputs, bool again)
    {
        var (definition, taken) = (workflow.Definition, new Dictionary<string, JsonNode?>());
        var fields = StartField.Of(definition);
        foreach (var (name, value) in inputs)
        {
            var field = fields.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw RefusalException.Invalid(name, $"This workflow has no input “{name}”.");
            if (!IsBlank(value)) taken[field.Name] = Taken(around, definition, field, value!);
        }
        if (definition.MissingInputs(taken) is [var missing, ..])
            throw RefusalException.Invalid(missing, $"It is not started without “{missing}”.");
        var subject = StartField.Subject(fields, taken);
        var about = subject is null ? null : taken[subject.Name]!.ToString();
        if (again && !MayStartAgain(around.Access.Actor))
            throw RefusalException.Forbidden("Only a process owner starts a workflow again while one is under way.");
        if (!again && about is not null && around.Database.Instances.Any(row => row.DefinitionId == definition.DefinitionId
            && row.CorrelationId == about && row.Status == "Running"))
            throw RefusalException.Conflict("One is under way already about this record. Say so if another one is meant.", subject!.Name);
        return (taken, about);
    }

    static bool IsBlank(JsonNode? value) =>
        value is null || value is JsonValue scalar && scalar.TryGetValue(out string? text) && string.IsNullOrWhiteSpace(text);

    static JsonNode? Taken(Around around, WorkflowDefinition definition, StartField field, JsonNode value)
    {
        switch (field.Kind)
        {
            case StartFieldKind.Record:
                return RecordOf(around, field, Written(field, value));
            case StartFieldKind.Person:
                return PersonOf(around, field, Written(field, value));
        }
        try { return definition.Inputs.First(input => input.Name == field.Name).Take(value); }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid(field.Name, refusal.Words); }
        catch (JsonException) { throw RefusalException.Invalid(field.Name, "It is no valid JSON. Look for a missing bracket, quote or comma."); }
    }

    static string Written(StartField field, JsonNode value) => value is JsonValue ? ValueConversion.AsText(value).Trim()
        : throw RefusalException.Invalid(field.Name, "Give an id or a name.");

    /// <summary>By its id, or by its name where only one has it. Nobody learns of a record that is not theirs to see.</summary>
    static string RecordOf(Around around, StartField field, string written)
    {
        var seen = SeenRecords.All(around.Access, around.Database, field.RecordKind!)!;
        if (seen.Any(row => row.Id == written)) return written;
        return seen.Where(row => row.Called == written).Select(row => row.Id).Take(2).ToList() switch
        {
            [var id] => id,
            [] => throw RefusalException.Invalid(field.Name, $"There is no {field.RecordKind} “{written}”."),
            _ => throw RefusalException.Invalid(field.Name, $"Several have the name “{written}”. Give the id."),
        };
    }

    static string PersonOf(Around around, StartField field, string written)
    {
        var people = around.Database.Users.Where(user => user.IsActive && (user.Id == written || user.Name == written)).Select(user => user.Id)
            .Take(3).ToList();
        return people.Contains(written) ? written : people switch
        {
            [var id] => id,
            [] => throw RefusalException.Invalid(field.Name, $"There is nobody active called “{written}”."),
            _ => throw RefusalException.Invalid(field.Name, $"Several have the name “{written}”. Give the id."),
        };
    }
}
