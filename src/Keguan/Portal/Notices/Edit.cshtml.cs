using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Documents;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Numbering;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Portal.Notices;

/// <summary>Drafting, publishing and withdrawing one notice.</summary>
[Needs(Permissions.NoticesManage)]
public sealed class EditModel(NoticeEditing editing, FileStore files, Lifecycles lifecycles) : KeguanPage
{
    public PortalNotice? Notice { get; private set; }
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];
    public IReadOnlyList<Happening> Record { get; private set; } = [];
    public IReadOnlyList<Offer> Offers { get; private set; } = [];
    public IHtmlContent? Preview { get; private set; }
    public Foundation.Text? Refused => Notice is null ? null : NoticeEditing.WhyNotRevised(Notice);

    [BindProperty(SupportsGet = true)] public Guid? Id { get; set; }
    [BindProperty] public NoticeInput Input { get; set; } = new();
    [BindProperty] public string? Reason { get; set; }

    protected internal override async Task<bool> LoadAsync()
    {
        if (Id is not { } id)
        {
            if (HttpMethods.IsGet(Request.Method)) Input.Section = Actor.Section;
            return true;
        }
        if (await Db.PortalNotices().VisibleTo(Actor).FirstOrDefaultAsync(notice => notice.Id == id, Cancel) is not { } notice) return false;
        Notice = notice;
        Papers = await files.List(NoticeEditing.OwnerOf(notice), NoticeEditing.Papers.Key, Cancel);
        Offers = PortalNoticeLifecycle.Table.Offers(notice, Actor, Now);
        Record = [.. (await Timeline.LoadAsync(Db, lifecycles, [(PortalNoticeLifecycle.Table.Subject, id)], 0, 20, Cancel)).Select(row => new Happening(row.At, row.Line, row.ActorName, row.Position, row.Hash) { Reason = row.Reason })];
        if (HttpMethods.IsGet(Request.Method)) Input = NoticeInput.Of(notice);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Refusal.If(Refused);
        var number = "";
        if (!string.IsNullOrWhiteSpace(Input.DocumentNumber) && !DocumentNumber.TryParse(Input.DocumentNumber, out number, out var wrong)) Wrong("Input.DocumentNumber", wrong);
        if (!ModelState.IsValid) return await Invalid();
        var (notice, papers) = await editing.SaveAsync(Notice, Input, number, Request.Form, Cancel);
        if (papers.Problems.Count == 0) return Done(T("草稿已保存", "The draft is saved"), $"/portal/notices/edit/{notice.Id}");
        // The words are saved; what was wrong with a file is said on the draft's own page.
        Flash.Warning(TempData, papers.Problems[0].Reason);
        return LocalRedirect($"/portal/notices/edit/{notice.Id}");
    }

    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!await LoadAsync()) return NotFound();
        foreach (var key in ModelState.Keys.ToList()) ModelState.ClearValidationState(key);
        Preview = SafeMarkdown.Render(Input.Body);
        return Page();
    }

    public Task<IActionResult> OnPostPublishAsync() => Act(notice => editing.PublishAsync(notice, Cancel), T("已在门户发布", "Published on the portal"));

    public Task<IActionResult> OnPostWithdrawAsync() => Act(notice => editing.WithdrawAsync(notice, Reason, Cancel), T("已从门户撤下", "Withdrawn from the portal"));

    public Task<IActionResult> OnPostDiscardAsync() => Act(notice => editing.DiscardAsync(notice, Cancel), T("草稿已作废", "The draft is discarded"));

    async Task<IActionResult> Act(Func<PortalNotice, Task> work, Foundation.Text said)
    {
        if (!await LoadAsync() || Notice is null) return NotFound();
        await work(Notice);
        return Done(said, $"/portal/notices/edit/{Notice.Id}");
    }
}
