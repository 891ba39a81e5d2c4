using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Accounts.Audit;

/// <summary>
/// 安全事件: one line of the security log. Only added, never changed or deleted: triggers of the database see to it (<see cref="SecurityGuards"/>), so that
/// it is there for longer than the six months that the Cybersecurity Law (art. 21 (3)) asks for.
/// </summary>
public sealed class SecurityEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required DateTime At { get; init; }

    /// <summary>One of <see cref="SecurityKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>"ok", or why it was refused: one of <see cref="SecurityKinds.Outcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Who did it or tried to; null where the name given belongs to nobody.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>His name at that time; the masked name that was typed where there is no account.</summary>
    public string AccountName { get; init; } = "";

    /// <summary>Role acted in.</summary>
    public string Role { get; init; } = "";

    /// <summary>Whose account it was about, where that is somebody else.</summary>
    public Guid? TargetId { get; init; }
    public string TargetName { get; init; } = "";
    public string Address { get; init; } = "";
    public string Detail { get; init; } = "";

    sealed class Mapping : IEntityTypeConfiguration<SecurityEvent>
    {
        public void Configure(EntityTypeBuilder<SecurityEvent> builder)
        {
            builder.ToTable("security_events");
            builder.HasIndex(one => one.At);
            builder.HasIndex(one => new { one.Kind, one.At });
            builder.HasIndex(one => new { one.Outcome, one.At });
            builder.HasIndex(one => new { one.AccountId, one.At });
            builder.HasIndex(one => new { one.Address, one.At });
        }
    }
}

/// <summary>The database itself refuses to change or delete security events, whoever asks.</summary>
static class SecurityGuards
{
    public static async Task ApplyAsync(KeguanDb db, CancellationToken cancel)
    {
        if (db.IsSqlite)
        {
            await db.Database.ExecuteSqlRawAsync("""
                CREATE TRIGGER IF NOT EXISTS security_events_no_update BEFORE UPDATE ON security_events BEGIN SELECT RAISE(ABORT, 'security_events is never changed'); END;
                CREATE TRIGGER IF NOT EXISTS security_events_no_delete BEFORE DELETE ON security_events BEGIN SELECT RAISE(ABORT, 'security_events is never deleted'); END;
                CREATE TRIGGER IF NOT EXISTS security_events_no_replace BEFORE INSERT ON security_events WHEN EXISTS (SELECT 1 FROM security_events WHERE id = NEW.id)
                BEGIN SELECT RAISE(ABORT, 'security_events.id is taken'); END;
                """, cancel);
            return;
        }
        await db.Database.ExecuteSqlRawAsync("""
            CREATE OR REPLACE FUNCTION security_events_refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE EXCEPTION 'security_events is never changed' USING ERRCODE = 'restrict_violation'; END$$;
            CREATE OR REPLACE TRIGGER security_events_no_change BEFORE UPDATE OR DELETE ON security_events FOR EACH ROW EXECUTE FUNCTION security_events_refuse();
            CREATE OR REPLACE TRIGGER security_events_no_truncate BEFORE TRUNCATE ON security_events FOR EACH STATEMENT EXECUTE FUNCTION security_events_refuse();
            """, cancel);
    }
}
