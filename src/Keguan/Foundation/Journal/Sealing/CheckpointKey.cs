using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// The public half of the key that signs checkpoints: ECDSA over P-256 with SHA-256 (signed-note type 0x02), signature in DER,
/// key id = the first four bytes of SHA-256 over the SubjectPublicKeyInfo. Given away freely, kept by whoever wants to check.
/// </summary>
public sealed class CheckpointPublicKey : IEquatable<CheckpointPublicKey>
{
    const byte Ecdsa = 2;
    readonly byte[] spki;

    CheckpointPublicKey(string name, byte[] spki)
    {
        if (!SignedNote.IsName(name)) throw new FormatException($"not a key name: {name}");
        (Name, this.spki) = (name, spki);
        KeyId = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(spki));
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(spki, out var read);
        if (read != spki.Length || key.KeySize != 256) throw new FormatException("not a public key of ECDSA P-256");
    }

    /// <summary>The origin that the key signs for; stands in the signature line.</summary>
    public string Name { get; }

    public uint KeyId { get; }

    /// <summary>DER of the SubjectPublicKeyInfo.</summary>
    public ReadOnlySpan<byte> Spki => spki;

    public static CheckpointPublicKey FromSpki(string name, ReadOnlySpan<byte> spki) => new(name, spki.ToArray());

    /// <summary>One line, as other tools for signed notes want it: <c>name+keyid+base64(0x02 ‖ key)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{KeyId:x8}+{Convert.ToBase64String([Ecdsa, .. spki])}");

    /// <summary>The same key for OpenSSL.</summary>
    public string ToPem() => PemEncoding.WriteString("PUBLIC KEY", spki);

    /// <summary>Reads the line that <see cref="ToString"/> writes; what stands below it in a file is ignored.</summary>
    /// <exception cref="FormatException">Not such a line.</exception>
    public static CheckpointPublicKey Parse(string line)
    {
        var parts = line.Split('\n')[0].Trim().Split('+', 3);
        if (parts.Length != 3) throw new FormatException("a key is name+id+base64");
        var bytes = Convert.FromBase64String(parts[2]);
        if (bytes.Length < 2 || bytes[0] != Ecdsa) throw new FormatException("not a key of ECDSA P-256");
        try
        {
            var key = new CheckpointPublicKey(parts[0], bytes[1..]);
            return key.KeyId.ToString("x8", CultureInfo.InvariantCulture) == parts[1] ? key : throw new FormatException("the key id is not that of the key");
        }
        catch (CryptographicException)
        {
            throw new FormatException("not a key of ECDSA P-256");
        }
    }

    /// <summary>All keys of a file in which others may stand between them (PEM, empty lines), such as `/journal/key` gives out.</summary>
    public static IReadOnlyList<CheckpointPublicKey> ParseAll(string text) =>
        [.. text.Split('\n').Where(line => line.Split('+', 3) is [var name, { Length: 8 }, _] && SignedNote.IsName(name)).Select(Parse)];

    /// <summary>Whether this key has signed the note. Signatures by other keys mean nothing.</summary>
    public bool Verifies(SignedNote note)
    {
        var mine = note.Signatures.Where(s => s.Name == Name && s.KeyId == KeyId).ToList();
        if (mine.Count == 0) return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(spki, out _);
        var text = Encoding.UTF8.GetBytes(note.Text);
        return mine.TrueForAll(s => key.VerifyData(text, s.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    public bool Equals(CheckpointPublicKey? other) => other is not null && Name == other.Name && spki.AsSpan().SequenceEqual(other.spki);

    public override bool Equals(object? obj) => Equals(obj as CheckpointPublicKey);

    public override int GetHashCode() => KeyId.GetHashCode();
}

/// <summary>
/// The key that signs checkpoints. Made at the first start and kept in the data folder as a PEM file that only the account of the
/// program can read; the line above the PEM names the origin. Whoever has the database but not this file cannot sign another past.
/// </summary>
public sealed class CheckpointKey
{
    const string Heading = "Origin: ";
    readonly byte[] pkcs8;

    CheckpointKey(ECDsa key, string? origin)
    {
        pkcs8 = key.ExportPkcs8PrivateKey();
        var spki = key.ExportSubjectPublicKeyInfo();
        Public = CheckpointPublicKey.FromSpki(origin ?? "keguan/" + Convert.ToHexStringLower(SHA256.HashData(spki))[..16], spki);
    }

    public CheckpointPublicKey Public { get; }

    public string Origin => Public.Name;

    /// <summary>A new key, kept nowhere. Without an origin it is named after itself.</summary>
    public static CheckpointKey Create(string? origin = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CheckpointKey(key, origin);
    }

    /// <summary>The same key for a tree of another name.</summary>
    public CheckpointKey As(string origin)
    {
        if (origin == Origin) return this;
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new CheckpointKey(key, origin);
    }

    /// <summary>Reads the key file, or makes it when there is none. Of several processes that start at once, one makes it and all use it.</summary>
    /// <param name="path">The key file.</param>
    /// <param name="origin">Name of the tree, a URL without scheme by custom; counts only when the key is made.</param>
    public static CheckpointKey LoadOrCreate(string path, string? origin = null)
    {
        if (!File.Exists(path)) Create(origin).Save(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Read(File.ReadAllText(path));
    }

    /// <exception cref="FormatException">Not a key file.</exception>
    public static CheckpointKey Read(string file)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(file);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FormatException("the file of the journal's signing key holds no private key", e);
        }
        var heading = file.Split('\n').FirstOrDefault(l => l.StartsWith(Heading, StringComparison.Ordinal));
        return new CheckpointKey(key, heading?[Heading.Length..].Trim());
    }

    public SignedNote Sign(Checkpoint checkpoint)
    {
        if (checkpoint.Origin != Origin) throw new ArgumentException($"this key signs for {Origin}, not for {checkpoint.Origin}", nameof(checkpoint));
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        var signature = key.SignData(Encoding.UTF8.GetBytes(checkpoint.Text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedNote(checkpoint.Text, [new NoteSignature(Origin, Public.KeyId, signature)]);
    }

    void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(Encoding.UTF8.GetBytes($"{Heading}{Origin}\n{PemEncoding.WriteString("PRIVATE KEY", pkcs8)}\n"));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary); // another process was quicker: its key counts
        }
    }
}
