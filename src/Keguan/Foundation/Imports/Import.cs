using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>导入: a file that waits for its preview to be confirmed, or was brought in. Its hash says for ever which file that was.</summary>
public sealed class Import : ISubject
{
    public const string Subject = "import";
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Name of the <see cref="ImportDefinition"/>.</summary>
    public required string Name { get; init; }
    public required string TitleZh { get; init; }
    public required string TitleEn { get; init; }
    public required string FileName { get; init; }
    public required string Sha256 { get; init; }
    public required long Size { get; init; }

    /// <summary>Columns assigned by hand, as JSON; empty where their names say it.</summary>
    public string Mapping { get; set; } = "";
    public Guid? AccountId { get; init; }
    public string ActorName { get; init; } = "";
    public required DateTime At { get; init; }
    public DateTime? DoneAt { get; set; }
    public int Rows { get; set; }
    public Guid? JobId { get; set; }

    public string State { get; set; } = Lifecycle<Import>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public SubjectFacts Facts => new();
    public Text Title => new(TitleZh, TitleEn);
    public IReadOnlyDictionary<string, int>? ChosenMapping => Mapping.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, int>>(Mapping);

    sealed class Mapped : IEntityTypeConfiguration<Import>
    {
        public void Configure(EntityTypeBuilder<Import> builder)
        {
            builder.ToTable("imports");
            builder.HasIndex(import => new { import.AccountId, import.At });
            builder.HasIndex(import => import.At);
            builder.Ignore(import => import.Facts);
            builder.Ignore(import => import.Title);
            builder.Ignore(import => import.ChosenMapping);
        }
    }
}

public static class ImportLifecycle
{
    public static readonly Lifecycle<Import> Table = new(Import.Subject, T("导入", "Import"),
    [
        new(Import.Waiting, T("待确认", "Waits for confirmation"), Tone.Amber),
        new(Import.Running, T("导入中", "Being brought in"), Tone.Blue),
        new(Import.Done, T("已导入", "Brought in"), Tone.Green) { End = true },
    ],
    [
        new("upload", T("上传导入文件", "Upload a file to import"), [Lifecycle<Import>.New], Import.Waiting, null),
        // A job that failed or was cancelled may be started again.
        new("start", T("转后台导入", "Bring in in the background"), [Import.Waiting, Import.Running], Import.Running, null),
        new("import", T("导入", "Bring in"), [Lifecycle<Import>.New, Import.Waiting, Import.Running], Import.Done, null),
    ]);
}

public static class ImportQueries
{
    /// <summary>One's own.</summary>
    public static IQueryable<Import> VisibleTo(this IQueryable<Import> imports, Actor actor) =>
        actor.AccountId is { } account ? imports.Where(import => import.AccountId == account) : imports.Where(import => actor.IsSystem);
}
