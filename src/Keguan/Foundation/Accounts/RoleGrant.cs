using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Keguan.Foundation.Accounts;

/// <summary>身份: an account holds a role, for an organisation or a section where the role asks for one. One person may hold several and acts by one at a time.</summary>
public sealed class RoleGrant
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AccountId { get; init; }

    /// <summary>Code of one of <see cref="Access.Roles.All"/>.</summary>
    public required string Role { get; init; }

    /// <summary>The organisation acted for (applicants, recommending bureaus, experts' employers).</summary>
    public Guid? OrganisationId { get; init; }
    public string OrganisationName { get; set; } = "";

    /// <summary>GB/T 2260 area of a recommending bureau; empty for others.</summary>
    public string Area { get; init; } = "";

    /// <summary>科室 of a bureau's officer.</summary>
    public string Section { get; set; } = "";

    /// <summary>The person in the directory or the expert library that this identity stands for.</summary>
    public Guid? PersonId { get; init; }

    public DateTime GrantedAt { get; init; }
    public Guid? GrantedBy { get; init; }
    public DateTime? EndedAt { get; set; }

    sealed class Mapping : IEntityTypeConfiguration<RoleGrant>
    {
        public void Configure(EntityTypeBuilder<RoleGrant> builder)
        {
            builder.ToTable("role_grants");
            builder.HasOne<Account>().WithMany().HasForeignKey(grant => grant.AccountId);
            builder.HasIndex(grant => new { grant.AccountId, grant.EndedAt });
            builder.HasIndex(grant => new { grant.OrganisationId, grant.Role });
            builder.HasIndex(grant => grant.Role);
        }
    }
}
