using System.Globalization;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Keguan.Programmes.Projects;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>分月支出: by month and budget item, beside the budget.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class SpendingModel(DefinitionStore definitions) : KeguanPage
{
    public const int MostRows = 200;

    public sealed class RowInput
    {
        /// <summary>2026-03.</summary>
        public string? Month { get; set; }
        public string? Item { get; set; }
        [Wan] public long? GrantFen { get; set; }
        [Wan] public long? OwnFen { get; set; }
    }

    public MatterHead Head { get; private set; } = null!;
    public Project Project { get; private set; } = null!;
    public ProgrammeDefinition Programme { get; private set; } = null!;
    public List<SpendingRow> Stored { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public List<RowInput> Rows { get; set; } = [];

    /// <summary>What the page was made from: somebody else's rows are never overwritten unseen.</summary>
    [BindProperty] public string BasedOn { get; set; } = "";

    public DateOnly Today => ChinaTime.DayOf(Now);
    public bool Editing => Refused is null;
    public Text? Refused => !Actor.Can(Permissions.ProjectsOwn) ? T("支出由承担单位填写", "The organisation fills this in")
        : !ProjectLifecycle.Active.Contains(Project.State) || Project.State is ProjectLifecycle.AgreementPending or ProjectLifecycle.InAcceptance ? T("当前不能填写支出", "The spending can't be changed now") : null;
    public Text? Doubt => SpendingRow.Doubt(Project, Stored);
    public IReadOnlyList<Choice> Items => [.. BudgetWords.Items(Programme).Select(option => new Choice(option.Key, option.Label))];

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        Project = await Db.Projects().VisibleTo(Actor).Include(one => one.Budget).FirstAsync(one => one.Id == Id, Cancel);
        Programme = definitions.Get<ProgrammeDefinition>(Project.Definition, Project.DefinitionVersion).Value;
        Stored = await Db.Spending().Where(row => row.ProjectId == Id).OrderBy(row => row.Month).ThenBy(row => row.Item).ToListAsync(Cancel);
        if (Request.HasFormContentType) return true;
        BasedOn = Mark();
        Rows = [.. Stored.Select(row => new RowInput { Month = row.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), Item = row.Item, GrantFen = row.GrantFen, OwnFen = row.OwnFen })];
        if (Editing && Rows.Count == 0) Rows.Add(new RowInput { Month = Today.ToString("yyyy-MM", CultureInfo.InvariantCulture) });
        return true;
    }

    string Mark() => string.Create(CultureInfo.InvariantCulture, $"{Stored.Count}-{Stored.Sum(row => row.GrantFen)}-{Stored.Sum(row => row.OwnFen)}-{Stored.Sum(row => row.Version)}");

    [Acts(Permissions.ProjectsOwn)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Foundation.Ui.Rows.Edit(this, "spending", nameof(Rows), Rows, () => new())) return Page();
        Refusal.If(Refused);
        Refusal.If(BasedOn != Mark(), "其他成员刚刚更新了支出，请刷新页面后再填写", "Somebody else has just changed the spending; open the page again");
        var typed = Read();
        if (!ModelState.IsValid) return await Invalid();
        foreach (var row in Stored.Where(row => !typed.ContainsKey((row.Month, row.Item))).ToList()) { Db.Remove(row); Stored.Remove(row); }
        foreach (var ((month, item), (grant, own)) in typed)
        {
            var row = Stored.FirstOrDefault(one => one.Month == month && one.Item == item);
            if (row is null) { row = new SpendingRow { ProjectId = Id, Month = month, Item = item }; Db.Add(row); Stored.Add(row); }
            (row.GrantFen, row.OwnFen) = (grant, own);
        }
        var before = Project.SpentFen;
        Project.SpentFen = Stored.Sum(row => row.GrantFen) + Stored.Sum(row => row.OwnFen);
        Journal.Note("project", Project, "spending", new Act
        {
            Summary = $"填报支出，累计 {Money.Wan(Project.SpentFen)} 万元",
            Payload = new { before, after = Project.SpentFen, rows = Stored.OrderBy(row => row.Month).Select(row => new { row.Month, row.Item, row.GrantFen, row.OwnFen }) },
        });
        await Db.SaveChangesAsync(Cancel);
        if (Doubt is { } doubt) Flash.Warning(TempData, doubt);
        return Done(T($"支出已保存，累计 {Money.Wan(Project.SpentFen)} 万元", $"Saved, {Money.Wan(Project.SpentFen)} 万元 in all"), $"/programmes/supervision/spending/{Id}");
    }

    Dictionary<(DateOnly Month, string Item), (long Grant, long Own)> Read()
    {
        var typed = new Dictionary<(DateOnly, string), (long, long)>();
        var keys = Foundation.Ui.Rows.KeysOf(HttpContext, nameof(Rows), Rows.Count);
        if (Rows.Count > MostRows) Wrong("", T($"最多 {MostRows} 行", $"At most {MostRows} rows"));
        for (var i = 0; i < Rows.Count; i++)
        {
            var (row, name) = (Rows[i], $"{nameof(Rows)}[{keys[i]}]");
            if (row is { Item: null or "", GrantFen: null, OwnFen: null }) continue;
            if (!DateOnly.TryParseExact(row.Month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) { Wrong($"{name}.Month", T($"第 {i + 1} 行：月份应写作 2026-03", $"Row {i + 1}: write the month like 2026-03")); continue; }
            if (month > Today || month < new DateOnly(Project.StartOn.Year, Project.StartOn.Month, 1)) Wrong($"{name}.Month", T($"第 {i + 1} 行：月份应在执行期内且不晚于本月", $"Row {i + 1}: the month must be within the project's time and not in the future"));
            if (row.Item is not { } item || Items.All(one => one.Value != item)) { Wrong($"{name}.Item", T($"第 {i + 1} 行：请选择科目", $"Row {i + 1}: choose an item")); continue; }
            if (row.GrantFen < 0 || row.OwnFen < 0) Wrong($"{name}.GrantFen", T($"第 {i + 1} 行：金额不能为负", $"Row {i + 1}: amounts can't be negative"));
            if (!typed.TryAdd((month, item), (row.GrantFen ?? 0, row.OwnFen ?? 0))) Wrong($"{name}.Item", T($"第 {i + 1} 行：同一月份同一科目只填一行", $"Row {i + 1}: one row for each month and item"));
        }
        return typed;
    }
}
