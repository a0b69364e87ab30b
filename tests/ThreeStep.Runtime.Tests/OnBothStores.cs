using ThreeStep.Tests;

namespace ThreeStep.Runtime.Tests;

// What holds of the engine holds on both stores.

public sealed class CommitTestsOnSqlite() : CommitTests(new NoteWorld());

public sealed class DefinitionStoriesOnSqlite() : DefinitionStories(new NoteWorld());

public sealed class SettingAsideStoriesOnSqlite() : SettingAsideStories(new NoteWorld());

public sealed class TimerStoriesOnSqlite() : TimerStories(new NoteWorld());

[OnPostgres]
public sealed class CommitTestsOnPostgres() : CommitTests(NoteWorld.OnPostgres());

[OnPostgres]
public sealed class DefinitionStoriesOnPostgres() : DefinitionStories(NoteWorld.OnPostgres());

[OnPostgres]
public sealed class SettingAsideStoriesOnPostgres() : SettingAsideStories(NoteWorld.OnPostgres());

[OnPostgres]
public sealed class TimerStoriesOnPostgres() : TimerStories(NoteWorld.OnPostgres());
