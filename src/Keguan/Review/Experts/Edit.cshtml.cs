using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Review.Exports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Review.Experts;

/// <summary>An expert entered or changed. Resident id, telephone and mail are never sent back: left empty they stay as they are.</summary>
[Needs(Permissions.ExpertsManage)]
public sealed class EditModel(ExpertKeeping keeping, CodeTables codes) : KeguanPage
{
    public Expert? Expert { get; private set; }
    public IReadOnlyList<string> Specialities { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid? Id { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? ResidentNumber { get; set; }
    [BindProperty] public string? OrganisationName { get; set; }
    [BindProperty] public string? Title { get; set; }
    [BindProperty] public string? Speciality { get; set; }
    [BindProperty] public string? Disciplines { get; set; }
    [BindProperty] public string? Role { get; set; }
    [BindProperty] public string? Place { get; set; }
    [BindProperty] public string? Area { get; set; }
    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public string? Email { get; set; }

    public static IReadOnlyList<Choice> Places => [new("local", ExpertWords.Place(true)), new("outside", ExpertWords.Place(false))];

    public IReadOnlyList<Choice> Areas => [.. codes.Areas.Items.Where(item => item.IsLeaf && item.Code.StartsWith("9901", StringComparison.Ordinal)).Select(item => new Choice(item.Code, item.Name))];

    protected internal override async Task<bool> LoadAsync()
    {
        Specialities = await Db.Experts().Select(expert => expert.Speciality).Distinct().OrderBy(name => name).ToListAsync(Cancel);
        if (Id is not { } id) return true;
        Expert = await Db.Experts().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == id && one.State != ExpertLifecycle.Removed, Cancel);
        return Expert is not null;
    }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync()) return NotFound();
        (Role, Place) = ("technical", "local");
        if (Expert is { } one) (Name, OrganisationName, Title, Speciality, Disciplines, Role, Place, Area) = (one.Name, one.OrganisationName, one.Title, one.Speciality, one.Disciplines, one.Role, one.Local ? "local" : "outside", one.Area);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Needs(nameof(Name), Name, 30, T("请填写姓名", "Enter the name"));
        Needs(nameof(OrganisationName), OrganisationName, 80, T("请填写工作单位", "Enter the organisation"));
        Needs(nameof(Title), Title, 30, T("请填写职称", "Enter the title"));
        Needs(nameof(Speciality), Speciality, 30, T("请填写专业", "Enter the speciality"));
        if (Role is null || !ExpertWords.Roles.ContainsKey(Role)) Wrong(nameof(Role), T("请选择类型", "Choose the kind"));
        var resident = "";
        if (!string.IsNullOrWhiteSpace(ResidentNumber) && !ResidentId.TryParse(ResidentNumber, ChinaTime.DayOf(Now), out resident, out var wrong)) Wrong(nameof(ResidentNumber), wrong);
        var disciplines = (Disciplines ?? "").Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries).Select(code => HalfWidth.Of(code)).Distinct().ToList();
        foreach (var code in disciplines.Where(code => codes.Disciplines.Find(code) is null)) Wrong(nameof(Disciplines), T($"学科代码 {code} 不存在", $"There is no discipline {code}"));
        if (disciplines.Count == 0) Wrong(nameof(Disciplines), T("请填写至少一个学科代码", "Enter at least one discipline"));
        var phone = HalfWidth.Of(Phone ?? "").Replace(" ", "", StringComparison.Ordinal);
        if (phone.Length > 0 && (phone.Length is < 7 or > 20 || !phone.All(c => char.IsAsciiDigit(c) || c is '+' or '-'))) Wrong(nameof(Phone), T("不是有效的电话号码", "This is not a telephone number"));
        if (!string.IsNullOrWhiteSpace(Email) && !System.Net.Mail.MailAddress.TryCreate(Email.Trim(), out _)) Wrong(nameof(Email), T("不是有效的邮箱", "This is not a mail address"));
        if (!ModelState.IsValid) return await Invalid();

        var facts = new ExpertFacts
        {
            Name = Name!, ResidentId = resident ?? "", OrganisationName = OrganisationName!, Title = Title!, Speciality = Speciality!, Disciplines = string.Join(',', disciplines), Role = Role!, Local = Place != "outside",
            Area = Areas.Any(area => area.Value == Area) ? Area! : "", Phone = phone, Email = (Email ?? "").Trim(),
        };
        if (Expert is null) Expert = await keeping.EnterAsync(facts, Cancel);
        else await keeping.ReviseAsync(Expert, facts, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(Id is null ? T("已登记，审核后入库", "Entered; admit him after vetting") : T("已修改", "Changed"), $"/review/experts/details/{Expert.Id}");
    }

    void Needs(string field, string? value, int most, Foundation.Text missing)
    {
        if (string.IsNullOrWhiteSpace(value)) Wrong(field, missing);
        else if (value.Length > most) Wrong(field, T($"最多 {most} 字", $"At most {most} characters"));
    }
}
