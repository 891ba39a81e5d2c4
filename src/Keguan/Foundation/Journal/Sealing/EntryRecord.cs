using System.Globalization;
using System.Text;

namespace Keguan.Foundation.Journal.Sealing;

/// <summary>
/// What the tree covers of an entry, in one form that every language can make again: canonical JSON (RFC 8785) whose values are
/// strings only, keys in order, empty fields left out, postings by index. Texts stand in it by their salted hash alone.
/// The form is specified in docs/specs/journal.md; a changed character there is another tree.
/// </summary>
public static class EntryRecord
{
    /// <summary>Name of the form, part of every record.</summary>
    public const string Version = "keguan-entry-1";

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>SHA-256(0x00 ‖ UTF-8 of the record).</summary>
    public static MerkleHash LeafOf(string record) => Merkle.Leaf(Utf8.GetBytes(record));

    /// <summary>The entry with its own postings.</summary>
    public static string Of(Entry entry) => Of(entry, entry.Postings);

    public static string Of(Entry entry, IEnumerable<Posting> postings)
    {
        var json = new StringBuilder(512).Append('{');
        Field(json, "action", entry.Action);
        Field(json, "actor", Id(entry.ActorId));
        Field(json, "at", Time(entry.At));
        Field(json, "corrects", Id(entry.Corrects));
        Field(json, "definition", entry.Definition);
        Field(json, "from", entry.From);
        Field(json, "id", Id(entry.Id));
        Field(json, "occurredOn", Day(entry.OccurredOn));
        Field(json, "organisation", Id(entry.ActorOrganisationId));
        Postings(json, postings);
        Field(json, "role", entry.ActorRole);
        Field(json, "sequence", Number(entry.Sequence));
        Field(json, "subject", Id(entry.SubjectId));
        Field(json, "subjectType", entry.SubjectType);
        Field(json, "text", entry.TextHash);
        Field(json, "to", entry.To);
        Field(json, "v", Version);
        return json.Append('}').ToString();
    }

    static void Postings(StringBuilder json, IEnumerable<Posting> postings)
    {
        var first = true;
        foreach (var posting in postings.OrderBy(p => p.Index))
        {
            if (first && json[^1] != '{') json.Append(',');
            json.Append(first ? "\"postings\":[{" : ",{");
            first = false;
            Field(json, "area", posting.Area);
            Field(json, "batch", posting.Batch);
            Field(json, "category", posting.Category);
            Field(json, "definition", posting.Definition);
            Field(json, "index", Number(posting.Index));
            Field(json, "level", posting.Level);
            Field(json, "measure", posting.Measure);
            Field(json, "mode", posting.Mode);
            Field(json, "occurredOn", Day(posting.OccurredOn));
            Field(json, "organisation", Id(posting.OrganisationId));
            Field(json, "quantity", Number(posting.Quantity));
            Field(json, "unit", posting.Unit);
            json.Append('}');
        }
        if (!first) json.Append(']');
    }

    static void Field(StringBuilder json, string name, string value)
    {
        if (value.Length == 0) return;
        if (json[^1] != '{') json.Append(',');
        json.Append('"').Append(name).Append("\":\"");
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': json.Append("\\\""); break;
                case '\\': json.Append("\\\\"); break;
                case '\b': json.Append("\\b"); break;
                case '\t': json.Append("\\t"); break;
                case '\n': json.Append("\\n"); break;
                case '\f': json.Append("\\f"); break;
                case '\r': json.Append("\\r"); break;
                case < ' ': json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)); break;
                default: json.Append(c); break;
            }
        }
        json.Append('"');
    }

    static string Id(Guid? id) => id?.ToString("D") ?? "";

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds. The Journal writes no finer time; if one is found all the same, all its digits are shown, so that it can't hide.</summary>
    static string Time(DateTime at) => at.ToString(
        at.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
