using Keguan.Foundation.Definitions;

namespace Keguan.Tests.Foundation.Definitions;

/// <summary>A folder `definitions/` of its own, and stores that read it.</summary>
internal sealed class Folder : IDisposable
{
    // Made at the first file: a test that is skipped before it begins leaves nothing behind.
    readonly string _root = Path.Combine(Path.GetTempPath(), "keguan-definitions-" + Guid.NewGuid().ToString("N"));

    public void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Delete(string path) => File.Delete(Path.Combine(_root, path));

    /// <summary>A store as after a start of the program.</summary>
    public DefinitionStore Store(IServiceScopeFactory? scopes = null) => new(
        [new DefinitionKind("samples", typeof(Sample))],
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("KEGUAN_DEFINITIONS", _root)]).Build(),
        scopes ?? new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        TimeProvider.System);

    public void Dispose()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }
}
