using System.Security.Cryptography;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Forms;
using Keguan.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Files;

public abstract class FileStoreTests(City city) : CityTests(city)
{
    readonly FileOwner _owner = new("probe", Guid.CreateVersion7());
    static readonly FileSlot Many = new("evidence", T("证明材料", "Evidence")) { Kinds = FileKinds.All, MaxFiles = 2 };
    static readonly FileSlot One = new("contract", T("合同", "Contract"));

    [Fact]
    public async Task Bytes_lie_under_their_hash_once_however_often_they_are_handed_in()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Samples.Pdf()));
        var first = await Attach(Many, "一.pdf", Samples.Pdf());
        var second = await Attach(One, "二.pdf", Samples.Pdf());
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(hash, first.Sha256);
        Assert.True(File.Exists(Path.Combine(City.Folder, "documents", hash[..2], hash[2..4], hash)));
        var stored = (await Files(null)).Select(file => (file.Name, file.Slot, file.Kind, file.Size, file.UploadedByName));
        Assert.Equal([("一.pdf", "evidence", FileKind.Pdf, Samples.Pdf().LongLength, "系统"), ("二.pdf", "contract", FileKind.Pdf, Samples.Pdf().LongLength, "系统")], stored);
        Assert.True(await City.Ask((BlobStore blobs) => blobs.Verify(hash, Cancel)));
    }

    [Fact]
    public async Task The_same_file_twice_in_a_slot_is_one_file()
    {
        var first = await Attach(Many, "一.pdf", Samples.Pdf());
        Assert.Equal(first.Id, (await Attach(Many, "一.pdf", Samples.Pdf())).Id);
        Assert.Single(await Files("evidence"));
    }

    [Fact]
    public async Task A_new_file_takes_the_place_of_the_old_in_a_slot_for_one()
    {
        var old = await Attach(One, "旧.pdf", Samples.Pdf());
        await Attach(One, "新.png", Samples.Png());
        Assert.Equal("新.png", Assert.Single(await Files("contract")).Name);
        // What was handed in before stays on record.
        var kept = await City.Db(db => db.Set<StoredFile>().SingleAsync(file => file.Id == old.Id, Cancel));
        Assert.NotNull(kept.RemovedAt);
        Assert.True(await City.Ask((BlobStore blobs) => Task.FromResult(blobs.Exists(old.Sha256))));
    }

    [Fact]
    public async Task More_files_than_the_slot_takes_are_refused_also_within_one_use_case()
    {
        await using var scope = City.ScopeOf();
        var files = scope.ServiceProvider.GetRequiredService<FileStore>();
        await files.Attach(_owner, Many, "一.pdf", new MemoryStream(Samples.Pdf()), Cancel);
        var second = await files.Attach(_owner, Many, "二.png", new MemoryStream(Samples.Png()), Cancel);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => files.Attach(_owner, Many, "三.jpg", new MemoryStream(Samples.Jpg()), Cancel));
        Assert.Equal("“证明材料”最多 2 个文件，请先删除不需要的文件。", refusal.Reason.Zh);
        files.Remove(second);
        await files.Attach(_owner, Many, "三.jpg", new MemoryStream(Samples.Jpg()), Cancel);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        Assert.Equal(["一.pdf", "三.jpg"], (await Files("evidence")).Select(file => file.Name));
    }

    [Fact]
    public async Task Only_ones_own_file_can_be_removed()
    {
        var file = await Attach(Many, "一.pdf", Samples.Pdf());
        await City.Do(async (FileStore files) => Assert.False(await files.Remove(new FileOwner("probe", Guid.NewGuid()), file.Id, Cancel)));
        await City.Do(async (FileStore files) => Assert.False(await files.Remove(new FileOwner("other", _owner.Id), file.Id, Cancel)));
        await using var scope = City.ScopeOf();
        Assert.True(await scope.ServiceProvider.GetRequiredService<FileStore>().Remove(_owner, file.Id, Cancel));
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        Assert.Empty(await Files(null));
    }

    [Fact]
    public async Task The_file_fields_of_a_form_add_replace_and_remove_and_one_bad_file_does_not_spoil_the_rest()
    {
        var old = await Attach(Many, "旧.pdf", Samples.Pdf());
        var doomed = await Attach(One, "删.pdf", Samples.Pdf());
        var foreign = new StoredFile { SubjectType = "probe", SubjectId = Guid.NewGuid(), Slot = "evidence", Name = "他.pdf", Kind = FileKind.Pdf, Size = 1, Sha256 = new string('b', 64), UploadedAt = City.Clock.Now };
        await City.Save(foreign);

        var uploads = new FormFileCollection
        {
            Upload("F.evidence", "新.png", Samples.Png()), Upload("F.evidence", "坏.pdf", Samples.Exe()), Upload($"F.evidence.Replace.{old.Id}", "换.jpg", Samples.Jpg()),
            Upload($"F.evidence.Replace.{foreign.Id}", "侵.pdf", Samples.PdfWithStream()), Upload("F.other", "无.pdf", Samples.Pdf()),
        };
        var form = new FormCollection(new() { ["file-remove"] = new([doomed.Id.ToString(), foreign.Id.ToString(), "x"]) }, uploads);
        await using var scope = City.ScopeOf();
        var changes = await scope.ServiceProvider.GetRequiredService<FileStore>().Apply(_owner, [Many, One], form, slot => "F." + slot.Key, Cancel);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);

        Assert.Equal(["新.png", "换.jpg"], changes.Added.Select(file => file.Name));
        Assert.Equal(["旧.pdf", "删.pdf"], changes.Removed.Select(file => file.Name));
        var (field, reason) = Assert.Single(changes.Problems);
        Assert.Equal("F.evidence", field);
        Assert.Contains("可执行程序", reason.Zh);
        // Both came within one millisecond: which is listed first is not promised.
        Assert.Equal(["换.jpg", "新.png"], (await Files(null)).Select(file => file.Name).Order(StringComparer.Ordinal));
        Assert.True(await City.Db(db => db.Set<StoredFile>().AnyAsync(file => file.Id == foreign.Id && file.RemovedAt == null, Cancel)));

        static FormFile Upload(string field, string name, byte[] content) => new(new MemoryStream(content), 0, content.Length, field, name) { Headers = new HeaderDictionary() };
    }

    [Fact]
    public async Task The_sweeper_removes_what_nothing_refers_to_and_nothing_else()
    {
        var kept = await Attach(Many, "一.pdf", Samples.Pdf());
        await using var scope = City.ScopeOf();
        // Attached, but the use case failed before it was saved.
        var lost = await scope.ServiceProvider.GetRequiredService<FileStore>().Attach(_owner, Many, "二.pdf", new MemoryStream(Samples.PdfWithStream()), Cancel);
        var torn = Path.Combine(City.Folder, "tmp", "uploads", "torn.tmp");
        await File.WriteAllTextAsync(torn, "half", Cancel);

        var blobs = City.Services.GetRequiredService<BlobStore>();
        await City.Do((FileSweeper sweeper) => sweeper.Sweep(DateTime.UtcNow, Cancel));
        Assert.True(blobs.Exists(lost.Sha256) && File.Exists(torn));
        await City.Do((FileSweeper sweeper) => sweeper.Sweep(DateTime.UtcNow.AddDays(8), Cancel));
        Assert.False(blobs.Exists(lost.Sha256) || File.Exists(torn));
        Assert.True(blobs.Exists(kept.Sha256));
    }

    [Fact]
    public void A_slot_is_read_from_the_field_of_a_definition()
    {
        var field = new FormField { Key = "pledge_file", Label = T("诚信承诺书", "Pledge"), Type = FieldType.Attachment, Accept = ["pdf", "ofd"], MaxMb = 20, Max = 3 };
        Assert.Equal("PDF、OFD，每个不超过 20 MB，最多 3 个", FileSlot.Of(field).Hint.Zh);
        Assert.Equal(".pdf,.ofd", FileKinds.Accept(FileSlot.Of(field).Kinds));
        Assert.Contains("exe", Assert.Throws<ArgumentException>(() => FileSlot.Of(field with { Accept = ["exe"] })).Message);
    }

    async Task<StoredFile> Attach(FileSlot slot, string name, byte[] content)
    {
        await using var scope = City.ScopeOf();
        var file = await scope.ServiceProvider.GetRequiredService<FileStore>().Attach(_owner, slot, name, new MemoryStream(content), Cancel);
        await scope.ServiceProvider.GetRequiredService<KeguanDb>().SaveChangesAsync(Cancel);
        return file;
    }

    Task<List<StoredFile>> Files(string? slot) => City.Ask((FileStore files) => files.List(_owner, slot, Cancel));
}

public sealed class FileStoreTestsOnSqlite(Sqlite city) : FileStoreTests(city), IClassFixture<Sqlite>;

public sealed class FileStoreTestsOnPostgres(Postgres city) : FileStoreTests(city), IClassFixture<Postgres>;
