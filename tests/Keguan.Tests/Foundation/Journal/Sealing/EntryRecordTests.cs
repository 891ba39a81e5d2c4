using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Journal.Sealing;

namespace Keguan.Tests.Foundation.Journal.Sealing;

public class EntryRecordTests
{
    /// <summary>The worked example of docs/specs/journal.md. Its hashes were computed apart from this program.</summary>
    internal static Entry Example => new()
    {
        Id = Guid.Parse("019d2f4a-7c10-7a3e-9b1f-2f60d4c8e511"),
        SubjectType = "application",
        SubjectId = Guid.Parse("019d2e00-0000-7000-8000-0000000000a7"),
        Sequence = 7,
        Definition = "science-plan@3f2a9c01",
        Action = "approve",
        From = "publicised",
        To = "approved",
        At = new DateTime(2026, 5, 18, 2, 24, 5, 123, DateTimeKind.Utc),
        OccurredOn = new DateOnly(2026, 5, 18),
        ActorId = Guid.Parse("019d0000-0000-7000-8000-000000000001"),
        ActorRole = "chief",
        TextHash = "196093b90b506d3ad40827d2c9220ab83e87d11f9ced721e559aa36d54290e82",
        Postings =
        [
            new Posting
            {
                Index = 1, Measure = "programme.grant", Quantity = 45_000_000, Unit = "fen", OccurredOn = new DateOnly(2026, 5, 18), Area = "531102",
                OrganisationId = Guid.Parse("019c0000-0000-7000-8000-0000000000ff"), Category = "重点研发", Batch = "2026-1", Definition = "science-plan", Mode = "前补助",
            },
            new Posting
            {
                Index = 0, Measure = "programme.approved", Quantity = 1, Unit = "count", OccurredOn = new DateOnly(2026, 5, 18), Area = "531102",
                OrganisationId = Guid.Parse("019c0000-0000-7000-8000-0000000000ff"), Category = "重点研发", Batch = "2026-1", Definition = "science-plan", Mode = "前补助",
            },
        ],
    };

    internal static EntryText ExampleText => new()
    {
        EntryId = Example.Id,
        Salt = "00112233445566778899aabbccddeeff",
        ActorName = "王建国",
        Summary = "立项，资助 45.0 万元",
        Reason = "经局长办公会审议\n\"一致同意\"",
        Payload = """{"document":"云科发〔2026〕12号"}""",
    };

    const string ExampleRecord =
        """{"action":"approve","actor":"019d0000-0000-7000-8000-000000000001","at":"2026-05-18T02:24:05.123Z","definition":"science-plan@3f2a9c01","from":"publicised","id":"019d2f4a-7c10-7a3e-9b1f-2f60d4c8e511","occurredOn":"2026-05-18","postings":["""
        + """{"area":"531102","batch":"2026-1","category":"重点研发","definition":"science-plan","index":"0","measure":"programme.approved","mode":"前补助","occurredOn":"2026-05-18","organisation":"019c0000-0000-7000-8000-0000000000ff","quantity":"1","unit":"count"},"""
        + """{"area":"531102","batch":"2026-1","category":"重点研发","definition":"science-plan","index":"1","measure":"programme.grant","mode":"前补助","occurredOn":"2026-05-18","organisation":"019c0000-0000-7000-8000-0000000000ff","quantity":"45000000","unit":"fen"}],"""
        + "\"role\":\"chief\",\"sequence\":\"7\",\"subject\":\"019d2e00-0000-7000-8000-0000000000a7\",\"subjectType\":\"application\",\"text\":\"196093b90b506d3ad40827d2c9220ab83e87d11f9ced721e559aa36d54290e82\",\"to\":\"approved\",\"v\":\"keguan-entry-1\"}";

    const string ExampleLeaf = "546bfd44e35ffa1d909775edb1f5d8b75dba37485b9b81e386b44f24de999299";

    [Fact]
    public void The_worked_example_of_the_specification_comes_out()
    {
        Assert.Equal(ExampleRecord, EntryRecord.Of(Example));
        Assert.Equal(ExampleLeaf, EntryRecord.LeafOf(ExampleRecord).ToString());
        Assert.Equal(Example.TextHash, Keguan.Foundation.Journal.Journal.HashOf(ExampleText));
        var specification = File.ReadAllText(Support.Repository.At("docs", "specs", "journal.md"));
        Assert.Contains(ExampleRecord, specification, StringComparison.Ordinal);
        Assert.Contains(ExampleLeaf, specification, StringComparison.Ordinal);
        Assert.Contains(Example.TextHash, specification, StringComparison.Ordinal);
    }

    /// <summary>Whoever adds a column to entries or postings must decide here: it belongs into the record, or nobody would see it changed.</summary>
    [Fact]
    public void Every_field_of_an_entry_and_of_its_postings_is_in_the_record()
    {
        foreach (var property in typeof(Entry).GetProperties().Where(p => p.Name is not (nameof(Entry.Text) or nameof(Entry.Postings))))
        {
            var changed = Example;
            property.SetValue(changed, Other(property.GetValue(changed), property.PropertyType));
            Assert.True(ExampleRecord != EntryRecord.Of(changed), property.Name);
        }
        foreach (var property in typeof(Posting).GetProperties().Where(p => p.Name is not nameof(Posting.EntryId)))
        {
            var changed = Example;
            property.SetValue(changed.Postings[0], Other(property.GetValue(changed.Postings[0]), property.PropertyType));
            Assert.True(ExampleRecord != EntryRecord.Of(changed), property.Name);
        }
    }

    [Fact]
    public void Whatever_the_words_the_record_is_canonical_json_and_says_the_same() => Check.One(MerkleTests.Quick, Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (a, b) =>
        {
            string from = Valid(a), to = Valid(b);
            var entry = new Entry
            {
                SubjectType = "thing", SubjectId = Guid.NewGuid(), Sequence = 1, Action = "do", From = from, To = to, At = DateTime.UnixEpoch, OccurredOn = default, TextHash = "00",
            };
            using var json = JsonDocument.Parse(EntryRecord.Of(entry));
            var names = json.RootElement.EnumerateObject().Select(p => p.Name).ToList();
            return names.SequenceEqual(names.Order(StringComparer.Ordinal))
                && Read(json, "from") == from && Read(json, "to") == to
                && json.RootElement.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String);
        }));

    [Fact]
    public void Only_what_json_demands_is_escaped()
    {
        var entry = Example;
        typeof(Entry).GetProperty(nameof(Entry.To))!.SetValue(entry, "a\"\\/\b\f\n\r\t\u0001\u001f\u007f\u2028é重<😀");
        Assert.Contains("\"to\":\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\u2028é重<😀\"", EntryRecord.Of(entry), StringComparison.Ordinal);
    }

    [Fact]
    public void Time_too_fine_to_be_the_journal_s_own_does_not_hide()
    {
        var entry = Example;
        typeof(Entry).GetProperty(nameof(Entry.At))!.SetValue(entry, Example.At.AddTicks(1));
        Assert.Contains("\"at\":\"2026-05-18T02:24:05.1230001Z\"", EntryRecord.Of(entry), StringComparison.Ordinal);
    }

    static string Read(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <summary>Without halves of surrogate pairs, which no database stores.</summary>
    static string Valid(string? text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text ?? ""));

    static object Other(object? value, Type type) => value switch
    {
        string text => text + "x",
        int number => number + 9,
        long number => number + 9,
        DateTime time => time.AddMilliseconds(1),
        DateOnly day => day.AddDays(1),
        Guid or null when (Nullable.GetUnderlyingType(type) ?? type) == typeof(Guid) => Guid.NewGuid(),
        _ => throw new NotSupportedException(type.Name),
    };
}
