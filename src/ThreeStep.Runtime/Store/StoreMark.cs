using System.Text.Json;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Store;

/// <summary>A setting that a command writes into a store on which no server runs.</summary>
static class StoreMark
{
    public static void Set<T>(ProcessStore store, string key, T mark)
    {
        using var connection = store.Open();
        using var sql = new SqlSession(connection);
        sql.Run(EngineSql.SaveSetting, ("@key", key), ("@value", JsonSerializer.Serialize(mark, Json.Options)));
    }
}
