using System.Collections.Concurrent;
using System.Reflection;

namespace Keguan.Foundation.Tables;

/// <summary>Every list of the house under its name: the pages, the command line and the tests find them here. A definition holds no state and is made once.</summary>
public static class ListRegistry
{
    static readonly ConcurrentDictionary<Type, ListDefinition> Made = new();
    static readonly Lazy<IReadOnlyDictionary<string, ListDefinition>> ByName = new(() => typeof(ListDefinition).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(ListDefinition)) && !type.IsAbstract && !type.ContainsGenericParameters)
        .Select(Get).ToDictionary(list => list.Name));

    public static IReadOnlyCollection<ListDefinition> All => [.. ByName.Value.Values.OrderBy(list => list.Name, StringComparer.Ordinal)];

    public static ListDefinition? Find(string name) => ByName.Value.GetValueOrDefault(name);

    public static TList Get<TList>() where TList : ListDefinition => (TList)Get(typeof(TList));

    static ListDefinition Get(Type type) => Made.GetOrAdd(type, static one =>
    {
        try { return (ListDefinition)Activator.CreateInstance(one)!; }
        catch (TargetInvocationException e) when (e.InnerException is { } inner) { throw new InvalidOperationException($"List {one.Name} can't be made: {inner.Message}", inner); }
    });
}
