using Keguan.Foundation.Access;
using Keguan.Foundation.Forms;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Recognition.RuleSets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Recognition.SelfChecks;

/// <summary>A kept self-check with its result, by the rules that it was made by.</summary>
[Needs(Permissions.SelfChecksOwn)]
public sealed class DetailsModel(SelfChecking checking, Lifecycles lifecycles) : KeguanPage
{
    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    public SelfCheck Check { get; private set; } = null!;
    public RuleResult Result { get; private set; } = null!;
    public IReadOnlyList<FormView> Sections { get; private set; } = [];
    public IReadOnlyList<Happening> History { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.SelfChecks().VisibleTo(Actor).FirstOrDefaultAsync(check => check.Id == Id, Cancel) is not { } check) return false;
        Check = check;
        Result = checking.Again(check);
        var typed = FormValues.FromJson(check.Data);
        Sections = [.. Result.RuleSet.Form.Sections.Select(section => checking.View(Result.RuleSet, section, typed))];
        History = [.. (await Timeline.LoadAsync(Db, lifecycles, [(SelfCheckLifecycle.Table.Subject, Id)], 0, 20, Cancel)).Select(Shown)];
        return true;
    }

    static Happening Shown(TimelineRow row) => new(row.At, row.Line, row.ActorName, row.Position, row.Hash);

    public async Task<IActionResult> OnPostDiscardAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Journal.Act(SelfCheckLifecycle.Table, Check, "discard");
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已删除", "Discarded"), "/recognition/selfchecks");
    }
}
