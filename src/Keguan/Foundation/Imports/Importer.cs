using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Jobs;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Sheets;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>Finds imports that are made at run time, such as one for each programme: `programmes/science-plan`.</summary>
public interface IImportSource
{
    IEnumerable<ImportDefinition> All { get; }
}

/// <summary>Every import of the house.</summary>
public sealed class ImportRegistry(IEnumerable<ImportDefinition> own, IEnumerable<IImportSource> sources)
{
    public IReadOnlyList<ImportDefinition> All => [.. own.Concat(sources.SelectMany(source => source.All)).OrderBy(one => one.Name, StringComparer.Ordinal)];

    public ImportDefinition? Find(string name) => own.Concat(sources.SelectMany(source => source.All)).FirstOrDefault(one => one.Name == name);
}

/// <summary>
/// Brings in a spreadsheet: read, checked as a whole, and stored as a whole or not at all. The command line uses <see cref="ReadAsync"/> and
/// <see cref="ApplyAsync"/>; the page puts the file aside in between (<see cref="ReceiveAsync"/>).
/// </summary>
public sealed class Importer(KeguanDb db, CurrentActor actor, Journal.Journal journal, BlobStore blobs, JobQueue queue, IServiceProvider services)
{
    /// <summary>More rows than these are brought in by a job.</summary>
    public const int RowsAtOnce = 2_000;

    ImportContext Context => new(db, actor.Value, journal.Now, services);

    /// <summary>Reads and checks; changes nothing.</summary>
    /// <param name="mapping">Column of the definition → column of the sheet, where the names do not say it.</param>
    public Task<ImportReading> ReadAsync(ImportDefinition definition, Stream file, IReadOnlyDictionary<string, int>? mapping = null, CancellationToken cancel = default)
    {
        May(definition);
        return definition.ReadAsync(Context, file, mapping, cancel);
    }

    /// <summary>Stores all rows, in one transaction, with a record of the import. Refused where anything is wrong.</summary>
    public async Task<Import> ApplyAsync(ImportDefinition definition, Stream file, string fileName, IReadOnlyDictionary<string, int>? mapping = null, Action<int, int>? progress = null, CancellationToken cancel = default)
    {
        var import = New(definition, fileName, await HashAsync(file, cancel), file.Length);
        import.Mapping = mapping is null ? "" : JsonSerializer.Serialize(mapping);
        await StoreAsync(definition, import, file, fresh: true, progress, finish: null, cancel);
        return import;
    }

    // ── in two steps, on pages ────────────────────────────────────────────────────────────────────────

    /// <summary>Puts a file aside until its preview is confirmed. It is kept for some days.</summary>
    public async Task<Import> ReceiveAsync(ImportDefinition definition, Stream file, string fileName, CancellationToken cancel = default)
    {
        May(definition);
        using var incoming = await blobs.Receive(file, SheetLimits.Default.FileBytes, cancel);
        Refusal.If(incoming.TooLarge, $"文件超过 {SheetLimits.Default.FileBytes >> 20} MB，请拆分后分批导入。", $"The file is larger than {SheetLimits.Default.FileBytes >> 20} MB: split it.");
        // What can't be read at all is said now.
        await using (var content = incoming.Open()) await definition.ReadAsync(Context, content, null, cancel);
        blobs.Keep(incoming);
        var import = New(definition, FileNames.Safe(fileName), incoming.Sha256, incoming.Length);
        db.Add(import);
        journal.Act(ImportLifecycle.Table, import, "upload", new Act { Summary = $"上传导入文件“{import.FileName}”（{definition.Title.Zh}）", Payload = new { import.Name, import.FileName, import.Sha256 } });
        await db.SaveChangesAsync(cancel);
        return import;
    }

    public async Task<ImportReading> PreviewAsync(ImportDefinition definition, Import import, CancellationToken cancel = default)
    {
        May(definition);
        await using var file = Open(import);
        return await definition.ReadAsync(Context, file, import.ChosenMapping, cancel);
    }

    /// <summary>Confirmed: a small file at once, a large one as a job; its id then.</summary>
    public async Task<Guid?> ConfirmAsync(ImportDefinition definition, Import import, CancellationToken cancel = default)
    {
        May(definition);
        Refusal.If(!await CanConfirmAsync(import, cancel), "此文件已导入或正在导入", "This file was brought in already, or is just being so");
        await using var file = Open(import);
        var reading = await definition.ReadAsync(Context, file, import.ChosenMapping, cancel);
        if (reading.Rows <= RowsAtOnce || !reading.IsGood)
        {
            await StoreAsync(definition, import, file, fresh: false, null, null, cancel);
            return null;
        }
        var job = queue.Add(ImportJob.Kind, T($"导入{definition.Title.Zh}：{import.FileName}", $"Importing {definition.Title.En}: {import.FileName}"), new ImportPayload(import.Id));
        import.JobId = job.Id;
        journal.Act(ImportLifecycle.Table, import, "start");
        await db.SaveChangesAsync(cancel);
        return job.Id;
    }

    /// <summary>It waits, or the job that should have brought it in ended without.</summary>
    public async Task<bool> CanConfirmAsync(Import import, CancellationToken cancel = default) => import.State == Import.Waiting
        || (import.State == Import.Running && await db.Jobs().AnyAsync(job => job.Id == import.JobId && (job.State == JobState.Failed || job.State == JobState.Cancelled), cancel));

    internal async Task RunAsync(ImportDefinition definition, Import import, JobRun run, CancellationToken cancel)
    {
        await using var file = Open(import);
        run.Report(0, 0, T("正在读取和检查", "Reading and checking"));
        await StoreAsync(definition, import, file, fresh: false,
            (done, total) => run.Report(done, total, T($"正在写入，{done} / {total} 行", $"Storing, {done} of {total} rows")),
            rows => run.Finish(T($"已导入 {rows} 行", $"{rows} rows were brought in"), $"/imports/{import.Id}"), cancel);
    }

    async Task StoreAsync(ImportDefinition definition, Import import, Stream file, bool fresh, Action<int, int>? progress, Action<int>? finish, CancellationToken cancel)
    {
        May(definition);
        var context = Context;
        var reading = await definition.ReadAsync(context, file, import.ChosenMapping, cancel);
        if (!reading.IsGood)
        {
            var first = reading.Faults.Count > 0 ? reading.Faults[0].InWords : T("表中没有数据行", "the table has no rows");
            throw new Refusal($"文件有 {reading.FaultCount} 处问题，未导入任何内容。第一处：{first.Zh}", $"{reading.FaultCount} things are wrong with the file; nothing was brought in. The first: {first.En}");
        }
        try { await db.InTransactionAsync(() => StoreAllAsync(definition, context, reading, import, fresh, progress, finish, cancel), cancel); }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException)
        {
            // Checked a moment ago, but somebody was faster; or the definition's own check has a gap.
            throw new Refusal("数据库中已有相同的记录（例如编号或代码重复），未导入任何内容，请重新预览。", "The database has such a record already (a number or code, say); nothing was brought in. Look at the preview again.");
        }
    }

    async Task StoreAllAsync(ImportDefinition definition, ImportContext context, ImportReading reading, Import import, bool fresh, Action<int, int>? progress, Action<int>? finish, CancellationToken cancel)
    {
        await definition.ApplyAsync(context, reading, done => progress?.Invoke(done, reading.Rows), cancel);
        // The context was emptied on the way.
        if (fresh) db.Add(import);
        else db.Attach(import);
        (import.Rows, import.DoneAt) = (reading.Rows, journal.Now);
        journal.Act(ImportLifecycle.Table, import, "import", new Act
        {
            Summary = $"导入{definition.Title.Zh} {reading.Rows} 行，文件“{import.FileName}”",
            Payload = new { import.Name, import.FileName, import.Sha256, import.Rows },
        });
        finish?.Invoke(reading.Rows);
        await db.SaveChangesAsync(cancel);
    }

    Import New(ImportDefinition definition, string fileName, string sha256, long size) => new()
    {
        Name = definition.Name, TitleZh = definition.Title.Zh, TitleEn = definition.Title.En, FileName = fileName, Sha256 = sha256, Size = size,
        AccountId = actor.Value.AccountId, ActorName = actor.Value.Name, At = journal.Now,
    };

    Stream Open(Import import)
    {
        Refusal.If(!blobs.Exists(import.Sha256), "文件已超过保存期限，请重新上传", "The file was kept for some days only; upload it again");
        return blobs.Open(import.Sha256);
    }

    void May(ImportDefinition definition)
    {
        if (!actor.Value.Can(definition.Permission)) throw new Refusal("您当前的身份无权导入", "Your present role may not import this");
    }

    static async Task<string> HashAsync(Stream file, CancellationToken cancel)
    {
        file.Position = 0;
        var hash = Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(file, cancel));
        file.Position = 0;
        return hash;
    }

    /// <summary>An empty table with the headings, an example row, and a second sheet that says what each column takes.</summary>
    public static void WriteTemplate(ImportDefinition definition, Stream to)
    {
        var plan = new SheetPlan(definition.Title.ToString(), [.. definition.Columns.Select(column => new SheetColumn(column.Key, column.Label.ToString() + (column.IsRequired ? "*" : "")))])
        {
            Notes = [.. definition.Columns.Select(column => (column.Label.ToString(), (column.IsRequired ? T("必填。", "Required. ") : T("可空。", "May be empty. ")).ToString() + column.Expected))],
        };
        using var writer = SheetWriter.Create(SheetFormat.Xlsx, to, plan);
        writer.Row([.. definition.Columns.Select(object? (column) => column.Example)]);
        writer.Finish();
    }
}

public sealed record ImportPayload(Guid Id);

/// <summary>Brings in a large file.</summary>
public sealed class ImportJob(KeguanDb db, Importer importer, ImportRegistry registry) : JobHandler<ImportPayload>
{
    public const string Kind = "import";

    /// <summary>What broke once may have stored nothing; a fault of the file is a refusal anyhow.</summary>
    public override int MaxAttempts => 2;

    public override async Task RunAsync(ImportPayload payload, JobRun run, CancellationToken cancel)
    {
        var import = await db.Set<Import>().AsNoTracking().SingleAsync(one => one.Id == payload.Id, cancel);
        var definition = registry.Find(import.Name) ?? throw new Refusal("此类导入已停用", "This import is no longer there");
        await importer.RunAsync(definition, import, run, cancel);
    }
}
