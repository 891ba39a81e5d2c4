using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Keguan.Programmes.Definitions;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Supervision;

/// <summary>One 整改: what is asked, what the organisation reports, and whether that is enough.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class RectificationModel(DefinitionStore definitions, FileStore files, Rectifying rectifying) : KeguanPage
{
    public static readonly FileSlot Papers = new("rectification", T("整改证明材料", "Evidence")) { MaxFiles = 10 };

    public MatterHead Head { get; private set; } = null!;
    public Rectification One { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Files { get; private set; } = [];

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public string? Report { get; set; }
    [BindProperty] public string? Opinion { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }

    public DateOnly Today => ChinaTime.DayOf(Now);
    public bool Reporting => One.State == RectificationLifecycle.Open && Actor.Can(Permissions.ProjectsOwn);
    FileOwner Owner => new(Rectification.Subject, Id);
    string Here => $"/programmes/supervision/rectification/{Id}";

    protected internal override async Task<bool> LoadAsync()
    {
        if (await Db.Rectifications().VisibleTo(Db, Actor).Include(one => one.Project).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } one) return false;
        if (await MatterHead.OfProjectAsync(Db, Actor, one.ProjectId, Cancel) is not { } head) return false;
        (One, Head) = (one, head);
        Files = await files.List(Owner, cancel: Cancel);
        if (!Request.HasFormContentType) Report = one.Report;
        return true;
    }

    /// <summary>A paper is taken out or put in before the report is handed in.</summary>
    [Acts(Permissions.ProjectsOwn)]
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(RectificationLifecycle.Table.Refused(One, "report", Actor, Now));
        var changes = await files.Apply(Owner, [Papers], Request.Form, cancel: Cancel);
        One.Report = (Report ?? "").Trim() is { Length: <= Rectification.ItemsMax } text ? text : One.Report;
        await Db.SaveChangesAsync(Cancel);
        foreach (var (name, reason) in changes.Problems) Wrong(name, reason);
        return ModelState.IsValid ? Done(T("证明材料已更新", "The evidence was updated"), Here) : await Invalid();
    }

    [Acts(Permissions.ProjectsOwn)]
    public async Task<IActionResult> OnPostReportAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(RectificationLifecycle.Table.Refused(One, "report", Actor, Now));
        var changes = await files.Apply(Owner, [Papers], Request.Form, cancel: Cancel);
        foreach (var (name, reason) in changes.Problems) Wrong(name, reason);
        var text = (Report ?? "").Trim();
        if (text.Length is 0 or > Rectification.ItemsMax) Wrong(nameof(Report), T($"请写明整改情况，不超过 {Rectification.ItemsMax} 字", $"Say what was put right, in at most {Rectification.ItemsMax} characters"));
        if (!ModelState.IsValid)
        {
            Db.ChangeTracker.Clear();
            return await Invalid();
        }
        await rectifying.ReportAsync(One, text, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("整改报告已提交", "Reported"), Here);
    }

    [Acts(Permissions.SupervisionManage)]
    public async Task<IActionResult> OnPostReturnAsync()
    {
        if (!await LoadAsync()) return NotFound();
        await rectifying.ReturnAsync(One, Opinion, Until, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已退回", "Returned"), Here);
    }

    [Acts(Permissions.SupervisionManage)]
    public async Task<IActionResult> OnPostCloseAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var programme = definitions.Get<ProgrammeDefinition>(One.Project.Definition, One.Project.DefinitionVersion).Value;
        await rectifying.CloseAsync(One, programme, Opinion, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("整改已关闭", "Closed"), $"/programmes/supervision/project/{One.ProjectId}");
    }
}
