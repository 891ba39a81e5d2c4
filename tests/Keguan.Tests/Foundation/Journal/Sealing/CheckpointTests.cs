using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Journal.Sealing;

namespace Keguan.Tests.Foundation.Journal.Sealing;

public class CheckpointTests
{
    static readonly MerkleHash Root = MerkleHash.FromHex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    /// <summary>Made with OpenSSL alone: a key by `openssl ecparam`, the signature by `openssl dgst -sha256 -sign` over the text.</summary>
    const string ForeignKey = "witness.example/other+4568eff0+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGAfuymLPul07TPtDHGIzKasikuzaxb4UoD+oSANdIhOtnWvbytf2Z/6J0x5I+ulAvnOkUm4i5T6bMKcaaEjlVI=";
    const string ForeignNote = "witness.example/other\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— witness.example/other RWjv8DBFAiEAkh6eaARlMnE3mLkrCfsgxPHOlyfAG8FYkOLrKr/5J3ACICU1L211bZgBkRKj6Rd3lregCw8suZAIAz2TbzYCt/h0\n";

    [Fact]
    public void A_checkpoint_is_the_text_of_the_specification() =>
        Assert.Equal("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            new Checkpoint("example.com/behind-the-sofa", 20852163, MerkleHash.FromBase64("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")).Text);

    [Fact]
    public void What_is_signed_verifies_and_reads_back()
    {
        var key = CheckpointKey.Create();
        var checkpoint = new Checkpoint(key.Origin, 8, Root);
        var note = SignedNote.Parse(key.Sign(checkpoint).ToString());
        Assert.True(key.Public.Verifies(note));
        Assert.Equal(checkpoint, Checkpoint.Parse(note.Text));
        Assert.Matches(@"^keguan/[0-9a-f]{16}\n8\n[^\n]{44}\n\n— keguan/[0-9a-f]{16} [^\n ]+\n$", note.ToString());
    }

    [Fact]
    public void A_checkpoint_that_others_made_with_openssl_verifies()
    {
        var note = SignedNote.Parse(ForeignNote);
        Assert.True(CheckpointPublicKey.Parse(ForeignKey).Verifies(note));
        Assert.Equal(8, Checkpoint.Parse(note.Text).Size);
        Assert.Equal(Root, Checkpoint.Parse(note.Text).Root);
        var specification = File.ReadAllText(Support.Repository.At("docs", "specs", "journal.md"));
        Assert.Contains(ForeignKey, specification, StringComparison.Ordinal);
        Assert.Contains(ForeignNote, specification, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_of_the_same_name_is_not_believed()
    {
        var (mine, other) = (CheckpointKey.Create("city.example/journal"), CheckpointKey.Create("city.example/journal"));
        var checkpoint = new Checkpoint("city.example/journal", 1, Root);
        Assert.False(mine.Public.Verifies(other.Sign(checkpoint)));
        var both = new SignedNote(checkpoint.Text, [.. mine.Sign(checkpoint).Signatures, .. other.Sign(checkpoint).Signatures]);
        Assert.True(mine.Public.Verifies(SignedNote.Parse(both.ToString())));
        Assert.Throws<ArgumentException>(() => CheckpointKey.Create("elsewhere").Sign(checkpoint));
    }

    [Fact]
    public void A_changed_bit_anywhere_in_the_note_is_refused()
    {
        var key = CheckpointKey.Create("city.example/journal");
        var bytes = System.Text.Encoding.UTF8.GetBytes(key.Sign(new Checkpoint(key.Origin, 8, Root)).ToString());
        Check.One(MerkleTests.Quick.WithMaxTest(400), Prop.ForAll(Gen.Choose(0, bytes.Length * 8 - 1).ToArbitrary(), bit =>
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                return !key.Public.Verifies(SignedNote.Parse(System.Text.Encoding.UTF8.GetString(changed)));
            }
            catch (FormatException)
            {
                return true;
            }
        }));
    }

    [Theory]
    [InlineData("a\n08\nXcnaeacGWamtVZy3Ae2aKrnYI6rS9JYM/jcO/0YEMog=\n")]
    [InlineData("a\n+8\nXcnaeacGWamtVZy3Ae2aKrnYI6rS9JYM/jcO/0YEMog=\n")]
    [InlineData("a\n8\nXcnaeacGWamtVZy3Ae2aKrnYI6rS9JYM/jcO\n")]
    [InlineData("a\n8\n")]
    [InlineData("\n8\nXcnaeacGWamtVZy3Ae2aKrnYI6rS9JYM/jcO/0YEMog=\n")]
    public void Text_of_another_shape_is_no_checkpoint(string text) => Assert.Throws<FormatException>(() => Checkpoint.Parse(text));

    [Fact]
    public void Further_lines_of_a_checkpoint_are_passed_over() =>
        Assert.Equal(8, Checkpoint.Parse(new Checkpoint("a", 8, Root).Text + "an extension\n").Size);

    [Fact]
    public void The_public_key_is_exported_and_read_back()
    {
        var key = CheckpointKey.Create("city.example/journal").Public;
        Assert.Equal(key, CheckpointPublicKey.Parse($"{key}\n{key.ToPem()}\n"));
        var other = CheckpointKey.Create().Public;
        Assert.Equal([key, other], CheckpointPublicKey.ParseAll($"{key}\n{key.ToPem()}\n{other}\n{other.ToPem()}\n"));
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", key.ToPem());
        Assert.Throws<FormatException>(() => CheckpointPublicKey.Parse(key.ToString().Replace("city", "town").Replace('+', ' ')));
        Assert.Throws<FormatException>(() => CheckpointPublicKey.Parse($"a+00000000+{Convert.ToBase64String([2, .. key.Spki])}"));
        Assert.Throws<FormatException>(() => CheckpointPublicKey.Parse($"a+00000000+{Convert.ToBase64String([2, 1, 2, 3])}"));
    }

    [Fact]
    public async Task Processes_that_start_at_once_share_one_key_that_only_the_account_can_read()
    {
        var folder = Directory.CreateTempSubdirectory("keguan-key-");
        try
        {
            var path = Path.Combine(folder.FullName, "keys", "journal.pem");
            var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CheckpointKey.LoadOrCreate(path, "city.example/journal"), TestContext.Current.CancellationToken)));
            Assert.Single(keys.Select(k => k.Public).Distinct());
            Assert.Equal("city.example/journal", keys[0].Origin);
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Throws<FormatException>(() => CheckpointKey.Read("nothing of the kind"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
