using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Pages;
using Keguan.Recognition.RuleSets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.SelfChecks;

/// <summary>The form of a rule set. A member's result is kept and shown on a page of its own; anybody else sees it here, and nothing is kept.</summary>
[AllowAnonymous]
public sealed class CheckModel(RuleSetLibrary library, SelfChecking checking) : KeguanPage
{
    FormValues _typed = new();

    [BindProperty(SupportsGet = true, Name = "set")] public string Name { get; set; } = "";

    /// <summary>An earlier self-check to begin from.</summary>
    [BindProperty(SupportsGet = true)] public Guid? From { get; set; }

    public RuleSet Set { get; private set; } = null!;
    public RuleResult? Result { get; private set; }
    public IReadOnlyList<FormView> Sections { get; private set; } = [];
    public bool Keeps => Actor.Can(Permissions.SelfChecksOwn) && Actor.OrganisationId is not null;

    protected internal override async Task<bool> LoadAsync()
    {
        if (library.Find(Name, ChinaTime.DayOf(Now), Actor.Area) is not { } set) return false;
        Set = set;
        if (Request.HasFormContentType) Take();
        else if (From is { } from && await Db.SelfChecks().VisibleTo(Actor).AsNoTracking().FirstOrDefaultAsync(check => check.Id == from && check.RuleSet == Name, Cancel) is { } earlier)
            _typed = FormValues.FromJson(earlier.Data);
        else Years();
        Show();
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (Set.Form.Sections.Any(section => FormRows.Edit(section, _typed, Request.Form)))
        {
            ModelState.Clear();
            Show();
            return Page();
        }
        foreach (var error in checking.Read(Set, _typed, asksAll: true).Errors) Wrong(error.Name, error.Message);
        if (!ModelState.IsValid) return await Invalid();
        var asOf = checking.AsOf(Set, _typed);
        if (library.Find(Name, asOf, Actor.Area) is null)
        {
            Wrong(FormValues.NameOf("year"), T($"{asOf:yyyy} 年没有适用的规则", $"No rules apply in {asOf:yyyy}"));
            return await Invalid();
        }
        var result = checking.Judge(Set, _typed, asOf);
        if (Keeps)
        {
            var kept = await checking.KeepAsync(result, _typed, Cancel);
            return Done(T("自查已保存", "The self-check is kept"), $"/recognition/selfchecks/details/{kept.Id}");
        }
        Result = result;
        return Page();
    }

    void Take()
    {
        _typed = new FormValues();
        foreach (var section in Set.Form.Sections) _typed.With(FormValues.FromPost(section, Request.Form));
    }

    /// <summary>A table of years begins with the last ones that are over.</summary>
    void Years()
    {
        foreach (var field in Set.Fields.Where(field => field.Type == FieldType.Rows && field.Columns[0].Type == FieldType.Year))
        {
            var years = (int)(field.Max ?? 3);
            for (var back = years; back > 0; back--)
            {
                var row = field.Columns.ToDictionary(column => column.Key, _ => "");
                row[field.Columns[0].Key] = (ChinaTime.DayOf(Now).Year - back).ToString(CultureInfo.InvariantCulture);
                _typed.RowsOf(field.Key).Add(row);
            }
        }
    }

    void Show()
    {
        foreach (var section in Set.Form.Sections) FormRows.Prepare(section, _typed);
        Sections = [.. Set.Form.Sections.Select(section => checking.View(Set, section, _typed))];
    }
}
