using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Scenarios;

/// <summary>A process owner writes scenarios of a workflow on the server, or takes them away.</summary>
public static class SaveScenario
{
    const int Most = 100;
    const int Longest = 64 * 1024;

    /// <param name="name">What the text is called; one of that name is replaced.</param>
    /// <exception cref="RefusalException">It cannot be read, it is about another workflow, or it is not theirs to write.</exception>
    public static KeptScenario Apply(Change change, string definitionId, string? name, string? text)
    {
        Require(change, definitionId);
        var called = TextField.Required(name, "name", "A name is needed.");
        if (string.IsNullOrWhiteSpace(text)) throw RefusalException.Invalid("text", "There is nothing in it. Write a scenario.");
        if (text.Length > Longest) throw RefusalException.Invalid("text", $"The text is too long: {text.Length} letters. At most {Longest} are read.");
        var file = ScenarioReader.Read(called, text);
        if (file.Errors is [var error, ..]) throw RefusalException.Invalid("text", $"Line {error.Line}: {error.Text}");
        if (file.Workflow is { } other && other != definitionId)
            throw RefusalException.Invalid("text", $"It is about the workflow “{other}”. Write it on that one's page.");
        if (file.Scenarios.Count == 0) throw RefusalException.Invalid("text", "There is nothing in it. Write a scenario.");
        var row = change.Database.KeptScenarios.FirstOrDefault(row => row.DefinitionId == definitionId && row.Name == called);
        row = row is null ? null : change.Database.KeptScenarios.Find(row.Id);
        if (row is null)
        {
            if (change.Database.KeptScenarios.Count(known => known.DefinitionId == definitionId) >= Most)
                throw RefusalException.Conflict($"A workflow has {Most} texts of scenarios at most. Put several scenarios into one.", "name");
            row = new KeptScenario { Id = change.NewId(), DefinitionId = definitionId, Name = called, Text = text };
            change.Database.KeptScenarios.Add(row);
        }
        (row.Text, row.SavedById, row.SavedAt) = (text.ReplaceLineEndings("\n"), change.By.UserId, change.Now);
        change.Audit(AuditAction.ScenariosChanged, definitionId, called);
        return row;
    }

    /// <exception cref="RefusalException">There is none of that name, or it is not theirs to take away.</exception>
    public static KeptScenario Delete(Change change, string definitionId, string name)
    {
        Require(change, definitionId);
        var id = change.Database.KeptScenarios.Where(row => row.DefinitionId == definitionId && row.Name == name).Select(row => row.Id)
            .FirstOrDefault() ?? throw RefusalException.NotFound("scenario", name);
        var row = change.Database.KeptScenarios.Find(id)!;
        change.Database.KeptScenarios.Remove(row);
        change.Audit(AuditAction.ScenariosChanged, definitionId, $"− {name}");
        return row;
    }

    /// <summary>Who edits a workflow writes its scenarios.</summary>
    static void Require(Change change, string definitionId)
    {
        if (!change.By.Is(Role.ProcessOwner, Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        change.Access.Workflows.Require(definitionId, WorkflowRight.Edit);
        if (!change.Definitions.Exists(definitionId)) throw RefusalException.NotFound("workflow", definitionId);
    }
}
