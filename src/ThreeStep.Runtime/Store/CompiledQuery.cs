using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace ThreeStep.Runtime.Store;

/// <summary>Queries that are asked in every burst, compiled once for each kind of store: one process may have both.</summary>
public static class CompiledQuery
{
    public static Func<ProcessDatabase, T> Of<T>(Expression<Func<ProcessDatabase, T>> query)
    {
        var compiled = new ConcurrentDictionary<Type, Func<ProcessDatabase, T>>();
        return database => compiled.GetOrAdd(database.GetType(), static (_, query) => EF.CompileQuery(query), query)(database);
    }

    public static Func<ProcessDatabase, string, T> Of<T>(Expression<Func<ProcessDatabase, string, T>> query)
    {
        var compiled = new ConcurrentDictionary<Type, Func<ProcessDatabase, string, T>>();
        return (database, key) => compiled.GetOrAdd(database.GetType(), static (_, query) => EF.CompileQuery(query), query)(database, key);
    }
}
