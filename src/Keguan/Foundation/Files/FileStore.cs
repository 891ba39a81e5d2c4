using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Foundation.Files;

/// <summary>What a form's file fields brought about, and what was refused.</summary>
public sealed class FileChanges
{
    public List<StoredFile> Added { get; } = [];
    public List<StoredFile> Removed { get; } = [];

    /// <summary>Name of the field and the reason, for ModelState.</summary>
    public List<(string Field, Text Reason)> Problems { get; } = [];

    public bool Any => Added.Count + Removed.Count > 0;
}

/// <summary>
/// Attaches, lists and removes files of a subject. It adds to the database context; the use case's own SaveChanges stores the file, the change and the
/// Journal entry together or not at all. Whether the subject may be changed at all is the caller's question.
/// </summary>
public sealed class FileStore(KeguanDb db, BlobStore blobs, CurrentActor actor, TimeProvider time)
{
    /// <summary>Takes a file from a form. Refuses, with the reason, what is too large, too many, of another kind, or not harmless.</summary>
    public async Task<StoredFile> Attach(FileOwner owner, FileSlot slot, IFormFile file, CancellationToken cancel = default)
    {
        if (file is UploadedFile uploaded) return await Attach(owner, slot, uploaded.FileName, uploaded.Incoming, cancel);
        await using var content = file.OpenReadStream();
        return await Attach(owner, slot, file.FileName, content, cancel);
    }

    /// <summary>The same for bytes from elsewhere: an import, a paper that we printed ourselves.</summary>
    public async Task<StoredFile> Attach(FileOwner owner, FileSlot slot, string name, Stream content, CancellationToken cancel = default)
    {
        using var incoming = await blobs.Receive(content, slot.MaxBytes, cancel);
        return await Attach(owner, slot, name, incoming, cancel);
    }

    /// <summary>
    /// Does all that the file fields of a form ask for: new files, replacements, removals (the names are those of kg-file). A file that is refused does not
    /// keep the others from being taken: the reasons come back, each with its field.
    /// </summary>
    /// <param name="fieldOf">Name of a slot's field; its key where not given.</param>
    public async Task<FileChanges> Apply(FileOwner owner, IEnumerable<FileSlot> slots, IFormCollection form, Func<FileSlot, string>? fieldOf = null, CancellationToken cancel = default)
    {
        var changes = new FileChanges();
        var present = await Query(owner).AsTracking().ToDictionaryAsync(file => file.Id, cancel);
        foreach (var slot in slots)
        {
            var field = fieldOf?.Invoke(slot) ?? slot.Key;
            foreach (var id in form[FileFieldTagHelper.RemoveName])
            {
                if (!Guid.TryParse(id, out var which) || !present.TryGetValue(which, out var file) || file.Slot != slot.Key || file.RemovedAt is not null) continue;
                Remove(file);
                changes.Removed.Add(file);
            }
            foreach (var upload in form.Files)
            {
                StoredFile? old = null;
                if (upload.Name.StartsWith(field + ".Replace.", StringComparison.Ordinal))
                {
                    if (!Guid.TryParse(upload.Name[(field.Length + 9)..], out var which) || !present.TryGetValue(which, out old) || old.Slot != slot.Key || old.RemovedAt is not null) continue;
                }
                else if (upload.Name != field) continue;
                try
                {
                    var room = old is null ? slot : slot with { MaxFiles = Math.Max(2, slot.MaxFiles + 1) };
                    var stored = await Attach(owner, room, upload, cancel);
                    if (stored.Id == old?.Id || present.ContainsKey(stored.Id)) continue;
                    if (old is not null)
                    {
                        Remove(old);
                        changes.Removed.Add(old);
                    }
                    changes.Added.Add(stored);
                }
                catch (Refusal refusal)
                {
                    changes.Problems.Add((field, refusal.Reason));
                }
            }
        }
        return changes;
    }

    async Task<StoredFile> Attach(FileOwner owner, FileSlot slot, string name, IncomingFile incoming, CancellationToken cancel)
    {
        var shown = FileNames.Safe(name);
        Refusal.If(incoming.TooLarge || incoming.Length > slot.MaxBytes,
            $"“{shown}”有 {FileKinds.Size(incoming.Length)}，超过“{slot.Label.Zh}”的上限 {FileKinds.Size(slot.MaxBytes)}。请压缩或拆分后重新上传。",
            $"“{shown}” is {FileKinds.Size(incoming.Length)}; “{slot.Label.En}” takes at most {FileKinds.Size(slot.MaxBytes)}. Reduce or split it and upload it again.");

        // Unpacking may take a second of computing: not on the thread that answers requests.
        var found = await Task.Run(
            () =>
            {
                using var content = incoming.Open();
                return FileInspector.Inspect(content, name);
            }, cancel);
        Refusal.If(!slot.Kinds.Contains(found.Kind),
            $"“{slot.Label.Zh}”只接受 {FileKinds.List(slot.Kinds).Zh}，而“{shown}”是 {found.Kind.Label().Zh}。",
            $"“{slot.Label.En}” takes {FileKinds.List(slot.Kinds).En} only, but “{shown}” is {found.Kind.Label().En}.");
        Refusal.If(found.Encrypted && !slot.AllowEncrypted,
            $"“{shown}”设有密码或权限限制，审查人员可能无法打开。请取消加密后重新上传。",
            $"“{shown}” is encrypted or restricted; those who check it may not be able to open it. Remove the protection and upload it again.");

        // Files attached earlier in the same use case are not in the database yet.
        var present = await Query(owner, slot.Key).AsTracking().ToListAsync(cancel);
        present.AddRange(db.ChangeTracker.Entries<StoredFile>().Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity)
            .Where(file => file.SubjectType == owner.Type && file.SubjectId == owner.Id && file.Slot == slot.Key && file.RemovedAt is null));
        present.RemoveAll(file => file.RemovedAt is not null);
        // The button pressed twice: the same file is there already.
        if (present.FirstOrDefault(file => file.Sha256 == incoming.Sha256) is { } same) return same;
        if (slot.MaxFiles == 1) present.ForEach(Remove);
        else
        {
            Refusal.If(present.Count >= slot.MaxFiles,
                $"“{slot.Label.Zh}”最多 {slot.MaxFiles} 个文件，请先删除不需要的文件。",
                $"“{slot.Label.En}” takes {slot.MaxFiles} files at most. Remove one that is not needed first.");
        }

        blobs.Keep(incoming);
        var stored = new StoredFile
        {
            SubjectType = owner.Type,
            SubjectId = owner.Id,
            Slot = slot.Key,
            Name = found.Name,
            Kind = found.Kind,
            Size = incoming.Length,
            Sha256 = incoming.Sha256,
            Encrypted = found.Encrypted,
            UploadedBy = actor.Value.AccountId,
            UploadedByName = actor.Value.Name,
            UploadedAt = time.GetUtcNow().UtcDateTime,
        };
        db.Add(stored);
        return stored;
    }

    /// <summary>Takes a file away. The row and the bytes stay: what was once handed in remains part of the record.</summary>
    public void Remove(StoredFile file)
    {
        if (db.Entry(file).State == EntityState.Added) db.Remove(file);
        file.RemovedAt ??= time.GetUtcNow().UtcDateTime;
        file.RemovedBy ??= actor.Value.AccountId;
    }

    /// <summary>Takes away the file with this id if it belongs to this subject; false where it doesn't (answer 404).</summary>
    public async Task<bool> Remove(FileOwner owner, Guid id, CancellationToken cancel = default)
    {
        if (await Query(owner).AsTracking().SingleOrDefaultAsync(file => file.Id == id, cancel) is not { } file) return false;
        Remove(file);
        return true;
    }

    /// <summary>The files of a subject, of one slot or all, in the order in which they came.</summary>
    public Task<List<StoredFile>> List(FileOwner owner, string? slot = null, CancellationToken cancel = default) =>
        Query(owner, slot).AsNoTracking().OrderBy(file => file.Id).ToListAsync(cancel);

    /// <summary>The same for a query: “has every required attachment”, lists with a count.</summary>
    public IQueryable<StoredFile> Query(FileOwner owner, string? slot = null)
    {
        var files = db.Set<StoredFile>().Where(file => file.SubjectType == owner.Type && file.SubjectId == owner.Id && file.RemovedAt == null);
        return slot is null ? files : files.Where(file => file.Slot == slot);
    }

    public Stream Open(StoredFile file) => blobs.Open(file.Sha256);
}
