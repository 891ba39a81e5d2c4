using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;

namespace Keguan.Foundation.Journal;

/// <summary>
/// The one way in which a subject changes its state and in which anything is written down. It adds to the context; the caller's single
/// SaveChanges stores change and entry together or neither.
/// </summary>
public sealed class Journal(KeguanDb db, TimeProvider time, CurrentActor actor)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Moves <paramref name="subject"/> by a step of its lifecycle and records it. Throws <see cref="Refusal"/> with the reason when the table says no.</summary>
    public Entry Act<T>(Lifecycle<T> lifecycle, T subject, string action, Act? act = null) where T : class, ISubject
    {
        act ??= new Act();
        var step = lifecycle.Require(subject, action, actor.Value, Now, act.Reason);
        var from = subject.State;
        subject.State = step.Stays ? from : step.To;
        return Record(lifecycle.Subject, subject, action, from, subject.State, act);
    }

    /// <summary>Records something that happens to the subject without changing its state.</summary>
    public Entry Note(string subjectType, ISubject subject, string action, Act? act = null) =>
        Record(subjectType, subject, action, subject.State, subject.State, act ?? new Act());

    /// <summary>Server time, UTC, in whole milliseconds: the one time that deadlines and entries know.</summary>
    public DateTime Now
    {
        get
        {
            var now = time.GetUtcNow().UtcDateTime;
            return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
        }
    }

    Entry Record(string subjectType, ISubject subject, string action, string from, string to, Act act)
    {
        var who = actor.Value;
        var now = Now;
        var on = act.OccurredOn ?? DateOnly.FromDateTime(now.AddHours(8));
        var facts = subject.Facts;
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var id = Guid.CreateVersion7();
        var text = new EntryText
        {
            EntryId = id,
            Salt = salt,
            ActorName = who.Name,
            Summary = act.Summary ?? "",
            Reason = act.Reason?.Trim() ?? "",
            Payload = act.Payload is null ? "{}" : JsonSerializer.Serialize(act.Payload, Json),
        };
        var entry = new Entry
        {
            Id = id,
            SubjectType = subjectType,
            SubjectId = subject.Id,
            Sequence = ++subject.Sequence,
            Definition = facts.DefinitionVersion.Length > 0 ? $"{facts.Definition}@{facts.DefinitionVersion}" : facts.Definition,
            Action = action,
            From = from,
            To = to,
            At = now,
            OccurredOn = on,
            ActorId = who.AccountId,
            ActorRole = who.Role,
            ActorOrganisationId = who.OrganisationId,
            Corrects = act.Corrects,
            TextHash = HashOf(text),
            Text = text,
            Postings = [.. act.Posts.Select((post, index) =>
            {
                var own = post.Facts ?? facts;
                return new Posting
                {
                    EntryId = id,
                    Index = index,
                    Measure = post.Measure,
                    Quantity = post.Quantity,
                    Unit = post.Unit,
                    OccurredOn = on,
                    Area = own.Area,
                    OrganisationId = own.OrganisationId,
                    Level = own.Level,
                    Category = own.Category,
                    Batch = own.Batch,
                    Definition = own.Definition,
                    Mode = own.Mode,
                };
            })],
        };
        db.Add(entry);
        return entry;
    }

    /// <summary>SHA-256, hex, over the length-prefixed UTF-8 of salt, actor name, summary, reason, payload. docs/specs/journal.md.</summary>
    public static string HashOf(EntryText text)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in (string[])[text.Salt, text.ActorName, text.Summary, text.Reason, text.Payload])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
