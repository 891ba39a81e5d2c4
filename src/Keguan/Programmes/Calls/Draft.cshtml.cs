using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Definitions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>起草: which programme, which year, and what to begin with.</summary>
[Needs(Permissions.CallsDraft)]
public sealed class DraftModel(CallDrafting drafting, DefinitionStore definitions) : KeguanPage
{
    public sealed class Form
    {
        [Display(Name = "计划|Programme"), Required] public string? Programme { get; set; }
        [Display(Name = "年度|Year"), Required, Range(2000, 2100)] public int? Year { get; set; }
        [Display(Name = "标题|Title"), Required, StringLength(CallRules.TitleMax)] public string? Title { get; set; }
        [Display(Name = "内容来自|Begin with")] public Guid? Like { get; set; }
    }

    public IReadOnlyList<Definition<ProgrammeDefinition>> Programmes { get; private set; } = [];
    public IReadOnlyList<Choice> Earlier { get; private set; } = [];

    [BindProperty] public Form Input { get; set; } = new();

    protected internal override async Task<bool> LoadAsync()
    {
        Programmes = definitions.All<ProgrammeDefinition>();
        var calls = await Db.Calls().VisibleTo(Actor).AsNoTracking().Where(call => call.State != CallLifecycle.Cancelled).OrderBy(call => call.PublishedAt == null).ThenByDescending(call => call.OpensAt).Take(30).Select(call => new { call.Id, call.Definition, call.Code, call.Title }).ToListAsync(Cancel);
        Earlier = [.. calls.Select(call => new Choice(call.Id.ToString(), $"{call.Code} {call.Title}") { Group = Programmes.Count > 1 ? ProgrammeWords.Programme(call.Definition) : default(Words) })];
        if (HttpMethods.IsGet(Request.Method))
        {
            Input.Programme = Programmes.Count == 1 ? Programmes[0].Name : null;
            Input.Year = ChinaTime.DayOf(Now).Year;
            Input.Like = calls.Count > 0 ? calls[0].Id : null;
        }
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Input.Programme is { } key && definitions.Find<ProgrammeDefinition>(key) is null) Wrong("Input.Programme", T("没有这个计划", "There is no such programme"));
        if (Input.Like is { } like && Input.Programme is { } programme && await Db.Calls().VisibleTo(Actor).AnyAsync(call => call.Id == like && call.Definition != programme, Cancel))
            Wrong("Input.Like", T("所选通知属于其他计划，内容不能沿用", "That call belongs to another programme"));
        if (!ModelState.IsValid) return await Invalid();
        var call = await drafting.StartAsync(Input.Programme!, Input.Year!.Value, Input.Title!.Trim(), Input.Like, Cancel);
        return Done(T($"草案 {call.Code} 已建立，请补全内容", $"Draft {call.Code} has been made; complete it"), $"/programmes/calls/edit/{call.Id}");
    }
}
