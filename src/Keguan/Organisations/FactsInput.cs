using System.ComponentModel.DataAnnotations;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Organisations.Exports;
using Keguan.Organisations.Register;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations;

/// <summary>What an organisation says about itself beside code and name: the same fields at registration and afterwards.</summary>
public sealed class FactsInput
{
    public const string PhonePattern = @"[0-9+\-（）() ]{7,30}";

    [Display(Name = "单位类型|kind"), Required] public string Kind { get; set; } = "";
    [Display(Name = "所在县（市、区）|county"), Required] public string Area { get; set; } = "";
    [Display(Name = "住所|address"), Required, StringLength(Organisation.AddressMax)] public string Address { get; set; } = "";
    [Display(Name = "行业|industry")] public string? Industry { get; set; }
    [Display(Name = "法定代表人（负责人）|legal representative"), Required, StringLength(Organisation.PersonNameMax)] public string LegalRepresentative { get; set; } = "";
    [Display(Name = "成立日期|day of foundation"), Required] public DateOnly? FoundedOn { get; set; }
    [Display(Name = "职工人数|staff"), Required, Range(1, 1_000_000)] public int? Staff { get; set; }
    [Display(Name = "联系人|contact"), Required, StringLength(Organisation.PersonNameMax)] public string ContactName { get; set; } = "";
    [Display(Name = "联系电话|telephone"), Required, RegularExpression(PhonePattern)] public string ContactPhone { get; set; } = "";
    [Display(Name = "联系邮箱|e-mail"), EmailAddress, StringLength(Organisation.EmailMax)] public string? ContactEmail { get; set; }

    /// <summary>What the attributes can't see: field and reason. What was left empty is null here, whatever the type says.</summary>
    public IEnumerable<(string Field, Text Reason)> Problems(string uscc, Areas areas, CodeTables codes, DateOnly today)
    {
        if (!string.IsNullOrEmpty(Kind))
        {
            if (!OrganisationKinds.All.ContainsKey(Kind)) yield return (nameof(Kind), T("请选择单位类型", "Choose the kind"));
            else if (CodeReading.Of(uscc).Contradicts(Kind) is { } reason) yield return (nameof(Kind), reason);
        }
        if (!string.IsNullOrEmpty(Area) && !areas.Contains(Area)) yield return (nameof(Area), T("请选择本市的县（市、区）", "Choose a county of this city"));
        if (!string.IsNullOrEmpty(Industry) && codes.Industries.Find(Industry) is null) yield return (nameof(Industry), T("没有这个行业代码", "There is no such industry"));
        if (string.IsNullOrEmpty(Industry) && Kind is "enterprise") yield return (nameof(Industry), T("企业须选择行业", "An enterprise has an industry"));
        if (FoundedOn > today) yield return (nameof(FoundedOn), T("成立日期不能晚于今天", "The day of foundation lies in the future"));
        if (FoundedOn < new DateOnly(1800, 1, 1)) yield return (nameof(FoundedOn), T("成立日期有误", "The day of foundation is wrong"));
    }

    public static FactsInput Of(Organisation organisation) => new()
    {
        Kind = organisation.Kind,
        Area = organisation.Area,
        Address = organisation.Address,
        Industry = organisation.Industry,
        LegalRepresentative = organisation.LegalRepresentative,
        FoundedOn = organisation.FoundedOn,
        Staff = organisation.Staff,
        ContactName = organisation.ContactName,
        ContactPhone = organisation.ContactPhone,
        ContactEmail = organisation.ContactEmail,
    };

    public void ApplyTo(Organisation organisation)
    {
        organisation.Kind = Kind;
        organisation.Area = Area;
        organisation.Address = Address.Trim();
        organisation.Industry = Industry ?? "";
        organisation.LegalRepresentative = LegalRepresentative.Trim();
        organisation.FoundedOn = FoundedOn;
        organisation.Staff = Staff;
        organisation.ContactName = ContactName.Trim();
        organisation.ContactPhone = ContactPhone.Trim();
        organisation.ContactEmail = ContactEmail?.Trim() ?? "";
    }
}
