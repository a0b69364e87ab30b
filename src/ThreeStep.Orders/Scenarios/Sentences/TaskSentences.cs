using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>Somebody does a task, or skips it.</summary>
/// <param name="Title">Part of its title.</param>
/// <param name="Answers">To what it asks for. A file is given by its name alone.</param>
public sealed record CompleteTask(
    string Person, string Title, WorkTaskStatus Outcome, string? Note, IReadOnlyDictionary<string, JsonNode?>? Answers = null) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var task = world.OpenTask(Person, Title);
        return world.Do(Person, change => AnswerTask.Apply(change, task.Id, Outcome, Note, change.By.UserId, Given(change, task)));
    }

    JsonObject? Given(Change change, WorkTask task)
    {
        if (Answers is null) return null;
        var files = (task.Form ?? []).Where(field => field.Kind == TaskFieldKind.File).Select(field => field.Key).ToHashSet();
        return new JsonObject(Answers.Select(answer => KeyValuePair.Create(answer.Key, files.Contains(answer.Key) && answer.Value is { } name
            ? JsonValue.Create(AttachFile.Apply(change, task.Id, name.ToString(), [0]).Id) : answer.Value?.DeepClone())));
    }
}

/// <summary>Somebody gives a task to somebody else.</summary>
public sealed record HandTaskOver(string Person, string Title, string To) : Sentence
{
    public override Task Play(ScenarioWorld world)
    {
        var (id, to) = (world.OpenTask(Person, Title).Id, world.PersonId(To));
        return world.Do(Person, change => HandOverTask.Apply(change, id, to));
    }
}

/// <summary>So many open tasks of a kind.</summary>
public sealed record HasTasks(string Person, int Count, WorkTaskKind Kind, string? Title, DateTime? Due) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var id = world.PersonId(Person);
        TasksFound.Require(world, world.Tasks(task => task.AssigneeId == id && task.Status == WorkTaskStatus.Open), Person, Count, Kind, Title, Due);
    }
}

/// <summary>So many tasks of a kind over the whole story, whatever became of them.</summary>
public sealed record HasHadTasks(string Person, int Count, WorkTaskKind Kind, string? Title) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var id = world.PersonId(Person);
        TasksFound.Require(world, world.Tasks(task => task.AssigneeId == id), Person, Count, Kind, Title, null);
    }
}

/// <summary>So many open tasks that are for whoever of a role is first.</summary>
public sealed record RoleHasTasks(Role Role, int Count, WorkTaskKind Kind, string? Title, DateTime? Due) : Expectation
{
    public override void Check(ScenarioWorld world) => TasksFound.Require(world,
        world.Tasks(task => task.AssigneeId == null && task.Role == Role.ToString() && task.Status == WorkTaskStatus.Open), Role.ToString(), Count,
        Kind, Title, Due);
}

/// <summary>What is compared where tasks are expected.</summary>
static class TasksFound
{
    public static void Require(ScenarioWorld world, List<WorkTask> tasks, string whose, int count, WorkTaskKind kind, string? title, DateTime? due)
    {
        var found = tasks.Where(task => task.Kind == kind && ScenarioWorld.Holds(task.Title, title)).ToList();
        if (found.Count != count)
            throw new ScenarioException($"Expected of {whose}: {count} × {kind}. There is: {world.Told(tasks)}");
        if (due is { } time && found.Find(task => task.DueAt != world.At(time)) is { } other)
            throw new ScenarioException($"“{other.Title}” is due {world.Shown(other.DueAt)}.");
    }
}

/// <summary>Somebody was told something that there is nothing to do about.</summary>
public sealed record IsTold(string Person, string What) : Expectation
{
    public override void Check(ScenarioWorld world)
    {
        var id = world.PersonId(Person);
        var told = world.Read(database => database.Notices.Where(notice => notice.UserId == id).OrderBy(notice => notice.At).ToList())
            .Select(notice => $"{NoticeWords.Bilingual(notice.Kind)}: {notice.About} {notice.Text}".Trim()).ToList();
        if (!told.Exists(text => ScenarioWorld.Holds(text, What)))
            throw new ScenarioException($"{Person} was told: {ScenarioWorld.Listed(told)}");
    }
}
