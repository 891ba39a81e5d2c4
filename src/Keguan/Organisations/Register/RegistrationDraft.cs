using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Organisations.Register;

/// <summary>
/// A registration that somebody from the public has begun: kept between the pages, found by the token of a cookie, removed some days later. Its id becomes the
/// organisation's, so that the licence that was uploaded already belongs to it.
/// </summary>
public sealed class RegistrationDraft
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>SHA-256 of the token, hex: who reads the table can't take over a registration.</summary>
    public required string TokenHash { get; init; }

    /// <summary><see cref="RegistrationData"/> as JSON; emptied when it has been filed. Never a password.</summary>
    public string Data { get; set; } = "{}";

    /// <summary>Network address from which it was begun.</summary>
    public string Address { get; init; } = "";
    public required DateTime CreatedAt { get; init; }
    public DateTime? FiledAt { get; set; }
    public int Version { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<RegistrationDraft>
    {
        public void Configure(EntityTypeBuilder<RegistrationDraft> builder)
        {
            builder.ToTable("registration_drafts");
            builder.Property(draft => draft.TokenHash).HasMaxLength(64);
            builder.HasIndex(draft => draft.TokenHash).IsUnique();
            builder.HasIndex(draft => new { draft.Address, draft.CreatedAt });
            builder.HasIndex(draft => draft.CreatedAt);
        }
    }
}

/// <summary>What has been typed so far.</summary>
public sealed record RegistrationData
{
    public string Uscc { get; init; } = "";
    public string Name { get; init; } = "";
    public FactsInput? Facts { get; init; }
    public string AdministratorName { get; init; } = "";
    public string AdministratorPhone { get; init; } = "";
    public string AdministratorEmail { get; init; } = "";

    public bool HasFacts => Facts is not null;
    public bool HasAdministrator => AdministratorName.Length > 0;
}
