using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Exports;

/// <summary>单位: an enterprise, institute, hospital, county bureau or department, known by its 统一社会信用代码.</summary>
public sealed class Organisation : ISubject
{
    public const string Subject = "organisation";
    public const int NameMax = 80;
    public const int AddressMax = 120;
    public const int PersonNameMax = 40;
    public const int PhoneMax = 30;
    public const int EmailMax = 128;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Normalised. Belongs to one organisation only, whatever its state.</summary>
    public required string Uscc { get; set; }

    /// <summary>Characters 9–17 of the code: the body itself, which stays the same when registry or area change. Kept in step on save.</summary>
    public string CodeBody { get; set; } = "";
    public required string Name { get; set; }

    /// <summary>Name without spaces, brackets and kind words, to find near-equal ones: <see cref="KeyOf"/>. Kept in step on save.</summary>
    public string NameKey { get; set; } = "";

    /// <summary>One of <see cref="OrganisationKinds"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>GB/T 2260 code of county or district.</summary>
    public required string Area { get; set; }
    public string Address { get; set; } = "";

    /// <summary>GB/T 4754-2017 code, empty where it does not apply.</summary>
    public string Industry { get; set; } = "";
    public string LegalRepresentative { get; set; } = "";
    public DateOnly? FoundedOn { get; set; }
    public int? Staff { get; set; }
    public bool HighTech { get; set; }
    public string ContactName { get; set; } = "";
    public string ContactPhone { get; set; } = "";
    public string ContactEmail { get; set; } = "";

    public string State { get; set; } = Lifecycle<Organisation>.New;
    public int Sequence { get; set; }
    public int Version { get; set; }
    public DateTime RegisteredAt { get; init; }
    public DateTime? VerifiedAt { get; set; }

    /// <summary>Since when it is in its state: what a promise of so many working days is counted from. <see cref="RegisteredAt"/> unless said.</summary>
    public DateTime StateSince { get; set; }

    public SubjectFacts Facts => new(OrganisationId: Id, Area: Area, Category: Kind);

    public bool IsVerified => State == OrganisationLifecycle.Verified;

    /// <summary>云江市瀚拓（集团）有限责任公司 → 云江瀚拓集团: what is left when the words that vary between documents are taken away.</summary>
    public static string KeyOf(string name)
    {
        var key = new string([.. name.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        foreach (var word in (string[])["股份有限公司", "有限责任公司", "有限公司", "公司", "省", "市"]) key = key.Replace(word, "", StringComparison.Ordinal);
        return key;
    }

    sealed class Mapping : IEntityTypeConfiguration<Organisation>
    {
        public void Configure(EntityTypeBuilder<Organisation> builder)
        {
            builder.ToTable("organisations");
            builder.Property(organisation => organisation.Uscc).HasMaxLength(18);
            builder.Property(organisation => organisation.CodeBody).HasMaxLength(9);
            builder.Property(organisation => organisation.Area).HasMaxLength(6);
            builder.HasIndex(organisation => organisation.Uscc).IsUnique();
            builder.HasIndex(organisation => organisation.NameKey);
            builder.HasIndex(organisation => organisation.CodeBody);
            builder.HasIndex(organisation => new { organisation.State, organisation.Area });
            builder.HasIndex(organisation => new { organisation.State, organisation.StateSince });
            builder.HasIndex(organisation => new { organisation.Area, organisation.Kind });
            builder.HasIndex(organisation => organisation.Name);
            builder.HasIndex(organisation => organisation.RegisteredAt);
            builder.Ignore(organisation => organisation.Facts);
        }
    }
}

public static class OrganisationKinds
{
    public static readonly IReadOnlyDictionary<string, Text> All = new Dictionary<string, Text>
    {
        ["enterprise"] = T("企业", "Enterprise"),
        ["institute"] = T("科研院所", "Research institute"),
        ["university"] = T("高等学校", "University"),
        ["hospital"] = T("医疗卫生机构", "Hospital"),
        ["cooperative"] = T("农民专业合作社", "Farmers' cooperative"),
        ["government"] = T("行政机关", "Government body"),
        ["other"] = T("其他", "Other"),
    };

    public static Text Of(string kind) => All.TryGetValue(kind, out var text) ? text : Text.Same(kind);
}

public static class OrganisationLifecycle
{
    public const string Registered = "registered";
    public const string Verified = "verified";
    public const string Refused = "refused";
    public const string Suspended = "suspended";

    public static readonly Lifecycle<Organisation> Table = new(Organisation.Subject, T("单位", "Organisation"),
    [
        new(Registered, T("待核实", "To be verified"), Tone.Amber) { Outside = T("已登记，待核实", "Registered, awaiting verification") },
        new(Verified, T("在册", "Verified"), Tone.Green),
        new(Refused, T("核实未通过", "Not verified")) { Outside = T("未通过核实，请更正后再次提交", "Not verified; correct and submit again") },
        new(Suspended, T("停用", "Suspended")),
    ],
    [
        new("register", T("登记", "Register"), [Lifecycle<Organisation>.New], Registered, null) { Done = T("登记", "registered") },
        new("verify", T("核实通过", "Verify"), [Registered], Verified, Permissions.OrganisationsVerify) { Done = T("核实通过", "verified") },
        new("refuse", T("核实不通过", "Refuse"), [Registered], Refused, Permissions.OrganisationsVerify) { Done = T("核实未通过", "not verified"), AsksReason = true },
        new("resubmit", T("更正后再次提交", "Submit again"), [Refused], Registered, Permissions.OrganisationManage) { Done = T("更正后再次提交", "submitted again") },
        new("amend", T("变更名称或代码", "Change name or code"), [Verified], Registered, Permissions.OrganisationManage) { Done = T("变更名称或代码，重新核实", "name or code changed, to be verified again") },
        new("suspend", T("停用", "Suspend"), [Verified], Suspended, Permissions.OrganisationsVerify) { Done = T("停用", "suspended"), AsksReason = true },
        new("resume", T("恢复", "Resume"), [Suspended], Verified, Permissions.OrganisationsVerify) { Done = T("恢复", "resumed"), AsksReason = true },
    ]);
}

public static class OrganisationQueries
{
    public static DbSet<Organisation> Organisations(this KeguanDb db) => db.Set<Organisation>();

    /// <summary>The bureau sees all; a recommending unit those of its area; a member his own.</summary>
    public static IQueryable<Organisation> VisibleTo(this IQueryable<Organisation> query, Actor actor)
    {
        if (actor.SeesAll) return query;
        if (actor.Audience == Audience.Recommender) return query.Where(organisation => organisation.Area == actor.Area);
        return actor.OrganisationId is { } own ? query.Where(organisation => organisation.Id == own) : query.Where(organisation => false);
    }
}
