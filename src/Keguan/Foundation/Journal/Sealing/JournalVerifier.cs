using System.Diagnostics;
using Keguan.Foundation.Data;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// Recomputes the whole Journal from its rows and says what differs from what was sealed and signed: `keguan journal verify`.
/// It reads by portions, so that a million entries need no more memory than a thousand, and may run while people work.
/// </summary>
/// <remarks>
/// The chain of evidence runs from the outside in: a believed key signs a root; the tiles (or else the seals, or else the entries themselves)
/// must give that root, which makes the leaf hash of every position certain; and with that every entry, seal, tile and text is compared by itself.
/// So one tampered row is one finding, and not an alarm for all that came after it.
/// </remarks>
public sealed class JournalVerifier(KeguanDb db, SubjectRegistry subjects, CheckpointKey key)
{
    public async Task<VerificationReport> VerifyAsync(VerificationOptions? options = null, IProgress<VerificationProgress>? progress = null, CancellationToken cancel = default)
    {
        options ??= new VerificationOptions();
        var watch = Stopwatch.StartNew();
        var findings = new Findings(options.MaximumFindings);
        var rows = new JournalRows(db);

        foreach (var guard in await JournalGuards.MissingAsync(db, cancel))
            findings.Add(FindingKind.Guard, $"数据库中的保护触发器 {guard} 缺失、停用或被改动", $"the protecting trigger {guard} is missing, switched off or altered");

        var signatures = await SignatureCheck.OpenAsync(rows, options.Keys.Count > 0 ? options.Keys : [key.Public], findings, cancel);
        var tree = new TreeCheck(db, rows, signatures, findings);
        await tree.RunAsync(options, progress, cancel);

        var surroundings = new SurroundingsCheck(db, rows, findings, options.Since, options.MaximumFindings);
        await surroundings.RunAsync(tree.LostLeaves, cancel);
        foreach (var table in subjects.Tables) await surroundings.SubjectsAsync(table, cancel);
        signatures.Conclude();

        return new VerificationReport
        {
            Head = tree.Head,
            Since = tree.Since,
            Entries = tree.Entries,
            Postings = tree.Postings,
            Waiting = surroundings.Waiting,
            Findings = findings.List,
            Found = findings.Count,
            Took = watch.Elapsed,
            IsSound = !findings.AnySerious,
        };
    }
}

/// <summary>Which signatures are believed, and whose they are.</summary>
sealed class SignatureCheck
{
    readonly IReadOnlyList<CheckpointPublicKey> _believed;
    readonly List<CheckpointPublicKey> _recorded = [];
    readonly Dictionary<uint, (long First, long Last)> _others = [];
    readonly Findings _findings;

    SignatureCheck(IReadOnlyList<CheckpointPublicKey> believed, Findings findings) => (_believed, _findings) = (believed, findings);

    public static async Task<SignatureCheck> OpenAsync(JournalRows rows, IReadOnlyList<CheckpointPublicKey> believed, Findings findings, CancellationToken cancel)
    {
        var check = new SignatureCheck(believed, findings);
        await rows.ReadAsync("""SELECT "public_key" FROM journal_keys""", [], cells =>
        {
            try
            {
                check._recorded.Add(CheckpointPublicKey.Parse(cells.Text("public_key")));
            }
            catch (FormatException e)
            {
                findings.Add(FindingKind.Checkpoint, $"登记的公钥无法读取（{e.Message}）", $"a recorded public key cannot be read ({e.Message})");
            }
        }, cancel);
        return check;
    }

    /// <summary>Whether the note is signed by a believed key, or at least by one that the Journal itself has recorded (which is told at the end).</summary>
    public bool Accepts(SignedNote note, long size)
    {
        // The tree may bear another name than the key in the data folder, if that key is a new one.
        bool Signed(CheckpointPublicKey key) => note.Signatures.Any(s => s.KeyId == key.KeyId) && CheckpointPublicKey.FromSpki(note.Text.Split('\n')[0], key.Spki).Verifies(note);
        if (_believed.Any(Signed)) return true;
        if (_recorded.FirstOrDefault(Signed) is not { } other) return false;
        _others[other.KeyId] = _others.TryGetValue(other.KeyId, out var range) ? (range.First, size) : (size, size);
        return true;
    }

    public void Conclude()
    {
        foreach (var (id, range) in _others)
            _findings.Add(FindingKind.Note, $"规模 {range.First} 至 {range.Last} 的检查点由另一把密钥（{id:x8}）签名；请与您留存的公钥核对",
                $"the checkpoints of size {range.First} to {range.Last} are signed by another key ({id:x8}); compare it with the public key that you have kept");
    }
}
