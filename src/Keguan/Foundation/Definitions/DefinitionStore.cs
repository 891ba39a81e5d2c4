using System.Collections.Concurrent;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Definitions;

/// <summary>A kind of definition: the folder below `definitions/` and the record that its files are read into.</summary>
public sealed record DefinitionKind(string Folder, Type Type)
{
    /// <summary>What only shows when all files of the kind are read: names across files, cycles.</summary>
    public Action<IReadOnlyList<(IDefinition Value, DefinitionCheck Check)>>? Together { get; init; }
}

/// <summary>A definition in one of its versions.</summary>
/// <param name="Name">science-plan</param>
/// <param name="Version">Hash of its text; what a subject remembers.</param>
public sealed record Definition<T>(string Name, string Version, T Value, string Content) where T : class, IDefinition
{
    /// <summary>The first digits of the version, for people.</summary>
    public string ShortVersion => Version[..12];
}

/// <summary>
/// All definitions, read once from the folder `definitions/`. Whoever makes a subject stores `Name` and `Version`, and asks with both ever after:
/// changed rules never rewrite history.
/// </summary>
public sealed class DefinitionStore(IEnumerable<DefinitionKind> kinds, IConfiguration configuration, IServiceScopeFactory scopes, TimeProvider time)
{
    sealed record Entry(DefinitionKind Kind, string Name, string Version, string Content, IDefinition Value, DefinitionPlaces Places)
    {
        public string Key => $"{Kind.Folder}/{Name}";
    }

    sealed record Library(IReadOnlyList<Entry> Entries, IReadOnlyDictionary<Type, string[]> Names, IReadOnlyList<DefinitionError> Errors);

    readonly DefinitionKind[] _kinds = [.. kinds];
    readonly ConcurrentDictionary<(string Key, string Version), object> _earlier = new();
    Library? _library;

    Library Read => LazyInitializer.EnsureInitialized(ref _library, ReadFolder);

    Library Valid => Read is { Errors.Count: 0 } library ? library : throw new InvalidDefinitionException(Read.Errors);

    /// <summary>Everything that is wrong in the folder, each with file:line:column. Empty: all is well.</summary>
    public IReadOnlyList<DefinitionError> CheckAll() => Read.Errors;

    /// <summary>How many definitions there are, by folder.</summary>
    public IReadOnlyDictionary<string, int> Count() => _kinds.ToDictionary(kind => kind.Folder, kind => Read.Names[kind.Type].Length);

    /// <summary>All definitions of a kind in their current version, by name.</summary>
    public IReadOnlyList<Definition<T>> All<T>() where T : class, IDefinition =>
        [.. Valid.Entries.Where(entry => entry.Kind.Type == typeof(T)).Select(Typed<T>)];

    /// <summary>The current version, or null.</summary>
    public Definition<T>? Find<T>(string name) where T : class, IDefinition =>
        Valid.Entries.FirstOrDefault(entry => entry.Kind.Type == typeof(T) && entry.Name == name) is { } entry ? Typed<T>(entry) : null;

    /// <summary>The current version. For what begins now.</summary>
    public Definition<T> Get<T>(string name) where T : class, IDefinition =>
        Find<T>(name) ?? throw new KeyNotFoundException($"There is no definition {Kind<T>().Folder}/{name}.");

    /// <summary>The version that a subject was made under, from the folder if it is still the same, otherwise from the database.</summary>
    public Definition<T> Get<T>(string name, string version) where T : class, IDefinition
    {
        if (Find<T>(name) is { } current && current.Version == version) return current;
        var key = $"{Kind<T>().Folder}/{name}";
        if (_earlier.TryGetValue((key, version), out var known)) return (Definition<T>)known;
        using var scope = scopes.CreateScope();
        var row = scope.ServiceProvider.GetRequiredService<KeguanDb>().Set<DefinitionVersion>().AsNoTracking().FirstOrDefault(v => v.Key == key && v.Hash == version)
            ?? throw new KeyNotFoundException($"The version {version} of the definition {key} is neither in the folder nor in the database.");
        var (value, errors) = Reread(Kind<T>(), row);
        if (value is null) throw new InvalidDefinitionException(errors);
        var definition = new Definition<T>(name, version, (T)value, row.Content);
        return (Definition<T>)_earlier.GetOrAdd((key, version), definition);
    }

    /// <summary>Puts the versions now in force into the database, where they stay. Run at every start; stops it when a definition is wrong.</summary>
    public async Task RememberAsync(KeguanDb db, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await KnownAsync(db, cancel);
            foreach (var entry in Valid.Entries.Where(entry => !known.Contains((entry.Key, entry.Version))))
                db.Add(new DefinitionVersion { Key = entry.Key, Hash = entry.Version, Content = entry.Content, FirstSeen = time.GetUtcNow().UtcDateTime, ValidFrom = entry.Value.ValidFrom });
            try
            {
                await db.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateException) when (attempt < 5)
            {
                // Another process that started at the same moment was first with one of them.
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Every version that was ever in force and can no longer be read by this program. Empty: all can.</summary>
    public async Task<IReadOnlyList<DefinitionError>> CheckRememberedAsync(KeguanDb db, CancellationToken cancel = default)
    {
        var errors = new List<DefinitionError>();
        foreach (var row in await db.Set<DefinitionVersion>().AsNoTracking().OrderBy(version => version.Key).ThenBy(version => version.FirstSeen).ToListAsync(cancel))
        {
            if (_kinds.FirstOrDefault(kind => row.Key.StartsWith(kind.Folder + "/", StringComparison.Ordinal)) is { } kind) errors.AddRange(Reread(kind, row).Errors);
        }
        return errors;
    }

    static async Task<HashSet<(string, string)>> KnownAsync(KeguanDb db, CancellationToken cancel) =>
        [.. (await db.Set<DefinitionVersion>().AsNoTracking().Select(version => new { version.Key, version.Hash }).ToListAsync(cancel)).Select(version => (version.Key, version.Hash))];

    DefinitionKind Kind<T>() => _kinds.FirstOrDefault(kind => kind.Type == typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is no kind of definition: register it with AddDefinitions.");

    static Definition<T> Typed<T>(Entry entry) where T : class, IDefinition => new(entry.Name, entry.Version, (T)entry.Value, entry.Content);

    Library ReadFolder()
    {
        var root = Path.GetDirectoryName(CodeFolder.Find(configuration))!;
        var errors = new List<DefinitionError>();
        var entries = new List<Entry>();
        var names = new Dictionary<Type, string[]>();
        foreach (var kind in _kinds)
        {
            var folder = Path.Combine(root, kind.Folder);
            string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : [];
            foreach (var stray in files.Where(file => Path.GetExtension(file) == ".yml"))
                errors.Add(new DefinitionError(new SourceLocation(Shown(kind, stray), 1, 1), new Text("扩展名应是 .yaml，这个文件未被读取", "the ending must be .yaml; this file is not read")));
            files = [.. files.Where(file => Path.GetExtension(file) == ".yaml")];
            names[kind.Type] = [.. files.Select(file => Path.GetFileNameWithoutExtension(file))];
            foreach (var file in files)
            {
                var content = ContentHash.Normalise(File.ReadAllText(file));
                var (value, places, wrong) = DefinitionReader.Read(kind.Type, content, Shown(kind, file), tolerant: false);
                errors.AddRange(wrong);
                if (value is IDefinition definition) entries.Add(new Entry(kind, Path.GetFileNameWithoutExtension(file), ContentHash.Of(content), content, definition, places));
            }
        }
        // When all are read, so that one may name another.
        foreach (var entry in entries) Check(entry.Value, entry.Name, entry.Places, names, errors);
        foreach (var kind in _kinds.Where(kind => kind.Together is not null))
        {
            var found = new List<DefinitionError>();
            kind.Together!([.. entries.Where(entry => entry.Kind == kind).Select(entry => (entry.Value, new DefinitionCheck(entry.Places, found, type => names.GetValueOrDefault(type) ?? [])))]);
            errors.AddRange(found.OrderBy(error => error.At.File, StringComparer.Ordinal).ThenBy(error => error.At.Line).ThenBy(error => error.At.Column));
        }
        return new Library(entries, names, errors);
    }

    static string Shown(DefinitionKind kind, string file) => $"definitions/{kind.Folder}/{Path.GetFileName(file)}";

    static void Check(IDefinition definition, string name, DefinitionPlaces places, IReadOnlyDictionary<Type, string[]> names, List<DefinitionError> errors)
    {
        var found = new List<DefinitionError>();
        var check = new DefinitionCheck(places, found, type => names.GetValueOrDefault(type) ?? []);
        if (definition.Key != name) check.Error(definition, nameof(IDefinition.Key), new Text($"key 应与文件名相同：{name}", $"the key must be the name of the file: {name}"));
        definition.Check(check);
        errors.AddRange(found.OrderBy(error => error.At.Line).ThenBy(error => error.At.Column));
    }

    (IDefinition? Value, IReadOnlyList<DefinitionError> Errors) Reread(DefinitionKind kind, DefinitionVersion row)
    {
        var (value, places, errors) = DefinitionReader.Read(kind.Type, row.Content, $"{row.Key}@{row.Hash[..12]}", tolerant: true);
        if (value is IDefinition definition) Check(definition, row.Key[(kind.Folder.Length + 1)..], places, Read.Names, errors);
        return errors.Count == 0 ? ((IDefinition?)value, errors) : (null, errors);
    }
}
