using Keguan.Foundation;
using Keguan.Organisations.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Exports;

/// <summary>An organisation that has to do with what is reviewed. <paramref name="Role"/> says how: 申报单位, 合作单位, 成员单位.</summary>
public sealed record TiedOrganisation(Guid? Id, string Name, Text Role);

/// <summary>A person who has to do with it. <paramref name="Key"/> is Person.IdKey, empty where unknown.</summary>
public sealed record TiedPerson(string Key, string Name, Text Role);

/// <summary>Everybody that an expert must have nothing to do with.</summary>
public sealed record RecusalCase
{
    public IReadOnlyList<TiedOrganisation> Organisations { get; init; } = [];
    public IReadOnlyList<TiedPerson> People { get; init; } = [];

    /// <summary>Experts and organisations that the applicant asked to be kept out, as written.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>Person keys of all who lead or take part in an application of the same call.</summary>
    public IReadOnlySet<string> Applicants { get; init; } = new HashSet<string>();
}

/// <summary>
/// 回避: why an expert may not review something (国家自然科学基金条例第二十条 is the model: relatives and other interests, one's own application, the same legal person,
/// those whom the applicant names). Where a name leaves it open whether it is the same person or organisation, he is kept out: another expert is easily found.
/// </summary>
public static class Recusal
{
    /// <summary>The first reason that holds on <paramref name="day"/>, or null.</summary>
    public static Text? Reason(Expert expert, IReadOnlyCollection<ExpertRelation> relations, RecusalCase subject, DateOnly day)
    {
        foreach (var organisation in subject.Organisations)
            if (SameOrganisation(expert.OrganisationId, expert.OrganisationName, organisation.Id, organisation.Name))
                return T($"与{organisation.Role.Zh}“{organisation.Name}”为同一单位", $"Works at “{organisation.Name}” ({organisation.Role.En})");
        foreach (var person in subject.People)
        {
            if (expert.IdKey.Length > 0 && expert.IdKey == person.Key) return T($"本人是{person.Role.Zh}", $"Is the {person.Role.En}");
            if (expert.Name == person.Name && (expert.IdKey.Length == 0 || person.Key.Length == 0))
                return T($"与{person.Role.Zh}“{person.Name}”同名，身份证号不全，无法排除为同一人", $"Has the name of the {person.Role.En} “{person.Name}”, and no resident id tells them apart");
        }
        foreach (var relation in relations.Where(relation => relation.Holds(day)))
        {
            if (subject.Organisations.FirstOrDefault(organisation => relation.PersonName.Length == 0 && SameOrganisation(relation.OrganisationId, relation.OrganisationName, organisation.Id, organisation.Name)) is { } organisation)
                return T($"申报过与{organisation.Role.Zh}“{organisation.Name}”的关系：{RelationKinds.Of(relation.Kind).Zh}", $"Declared relation to “{organisation.Name}” ({organisation.Role.En}): {RelationKinds.Of(relation.Kind).En}");
            if (subject.People.FirstOrDefault(person => SamePerson(relation, person)) is { } person)
                return T($"申报过与{person.Role.Zh}“{person.Name}”的关系：{RelationKinds.Of(relation.Kind).Zh}", $"Declared relation to the {person.Role.En} “{person.Name}”: {RelationKinds.Of(relation.Kind).En}");
        }
        foreach (var named in subject.Named.Where(named => named.Length > 0))
            if (named.Contains(expert.Name, StringComparison.Ordinal) || SameOrganisation(null, expert.OrganisationName, null, named))
                return T($"申报单位申请回避：{named}", $"The applicant asked for recusal: {named}");
        return expert.IdKey.Length > 0 && subject.Applicants.Contains(expert.IdKey) ? T("本人是同批申报的负责人或成员", "Leads or takes part in an application of the same call") : null;
    }

    static bool SamePerson(ExpertRelation relation, TiedPerson person) => relation.PersonName.Length > 0
        && (relation.PersonKey.Length > 0 && person.Key.Length > 0 ? relation.PersonKey == person.Key : relation.PersonName == person.Name);

    /// <summary>
    /// By id, by name without brackets and kind words, and where one name begins with the other (云江大学 and 云江大学机械工程学院): an institute belongs to its university.
    /// </summary>
    public static bool SameOrganisation(Guid? id, string name, Guid? otherId, string otherName)
    {
        if (id is { } one && one == otherId) return true;
        var (key, other) = (Organisation.KeyOf(name), Organisation.KeyOf(otherName));
        if (key.Length == 0 || other.Length == 0) return false;
        return key == other
            || (other.Length >= LeastPrefix && key.StartsWith(other, StringComparison.Ordinal))
            || (key.Length >= LeastPrefix && other.StartsWith(key, StringComparison.Ordinal));
    }

    /// <summary>Shorter beginnings are only a place: 云江.</summary>
    const int LeastPrefix = 4;
}
