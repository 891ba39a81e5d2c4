using System.ComponentModel.DataAnnotations;
using Keguan.Foundation;
using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Files;
using Keguan.Foundation.Journal;
using Keguan.Foundation.Numbering;
using Microsoft.EntityFrameworkCore;

namespace Keguan.Portal.Notices;

/// <summary>A notice as it is typed.</summary>
public sealed class NoticeInput
{
    public int Version { get; set; }
    [Display(Name = "种类|Kind"), Required] public string Kind { get; set; } = "notice";
    [Display(Name = "标题|Title"), Required, StringLength(PortalNotice.TitleMax)] public string? Title { get; set; }
    [Display(Name = "文号|Document number")] public string? DocumentNumber { get; set; }
    [Display(Name = "承办科室|Section"), StringLength(40)] public string? Section { get; set; }
    [Display(Name = "正文|Text"), StringLength(PortalNotice.BodyMax)] public string? Body { get; set; }

    public static NoticeInput Of(PortalNotice notice) => new()
    {
        Version = notice.Version, Kind = notice.Kind, Title = notice.Title, DocumentNumber = notice.DocumentNumber, Section = notice.Section, Body = notice.Body,
    };
}

/// <summary>Writing, publishing and withdrawing notices of the portal.</summary>
public sealed class NoticeEditing(KeguanDb db, CurrentActor actor, Journal journal, DocumentNumbers documents, FileStore files)
{
    /// <summary>The paper itself and its annexes; public with the notice.</summary>
    public static readonly FileSlot Papers = new("papers", Texts.T("附件", "Attachments")) { MaxFiles = 20 };

    public static FileOwner OwnerOf(PortalNotice notice) => new(PortalNoticeLifecycle.Table.Subject, notice.Id);

    public static Text? WhyNotRevised(PortalNotice notice) => notice.State == PortalNoticeLifecycle.Draft ? null
        : Texts.T("已发布的通知不能修改；有误的撤下后重新起草", "A published notice is not changed; withdraw it and write it anew");

    /// <summary>Saves a new notice or a draft.</summary>
    /// <param name="number">Canonical document number, or empty.</param>
    public async Task<(PortalNotice Notice, FileChanges Files)> SaveAsync(PortalNotice? notice, NoticeInput typed, string number, IFormCollection form, CancellationToken cancel = default)
    {
        if (notice is not null)
        {
            Refusal.If(WhyNotRevised(notice));
            db.Entry(notice).Property(one => one.Version).OriginalValue = typed.Version;
        }
        if (number.Length > 0 && number != notice?.DocumentNumber) await documents.RequireFreeAsync(number, cancel);
        var changes = new List<object>();
        if (notice is null)
        {
            notice = new PortalNotice { Kind = typed.Kind, Title = typed.Title!.Trim(), CreatedAt = journal.Now };
            journal.Act(PortalNoticeLifecycle.Table, notice, "draft", new Act { Summary = $"起草“{notice.Title}”" });
            Take(notice, typed, number, changes);
            db.Add(notice);
        }
        else Take(notice, typed, number, changes);
        var papers = await files.Apply(OwnerOf(notice), [Papers], form, _ => nameof(Papers), cancel);
        foreach (var paper in papers.Added) changes.Add(new { field = "附件", before = "", after = paper.Name });
        foreach (var paper in papers.Removed) changes.Add(new { field = "附件", before = paper.Name, after = "" });
        if (notice.Sequence > 0 && db.Entry(notice).State != EntityState.Added && changes.Count > 0)
        {
            journal.Note(PortalNoticeLifecycle.Table.Subject, notice, "revise", new Act { Summary = "修改草稿", Payload = new { changes } });
            db.Entry(notice).State = EntityState.Modified;
        }
        await db.SaveChangesAsync(cancel);
        return (notice, papers);
    }

    static void Take(PortalNotice notice, NoticeInput typed, string number, List<object> changes)
    {
        notice.Kind = Changed("种类", notice.Kind, PortalNoticeKinds.All.ContainsKey(typed.Kind) ? typed.Kind : notice.Kind, changes);
        notice.Title = Changed("标题", notice.Title, typed.Title!.Trim(), changes);
        notice.DocumentNumber = Changed("文号", notice.DocumentNumber, number, changes);
        notice.Section = Changed("承办科室", notice.Section, typed.Section?.Trim() ?? "", changes);
        notice.Body = Changed("正文", notice.Body, typed.Body?.ReplaceLineEndings("\n").Trim() ?? "", changes);
    }

    static string Changed(string field, string before, string after, List<object> changes)
    {
        if (before != after) changes.Add(new { field, before, after });
        return after;
    }

    public async Task PublishAsync(PortalNotice notice, CancellationToken cancel = default)
    {
        if (notice.DocumentNumber.Length > 0 && await db.PortalNotices().AnyAsync(other => other.Id != notice.Id && other.DocumentNumber == notice.DocumentNumber && other.State == PortalNoticeLifecycle.Published, cancel))
            throw new Refusal($"文号 {notice.DocumentNumber} 已用于另一份已发布的通知", $"{notice.DocumentNumber} is borne by another published notice");
        journal.Act(PortalNoticeLifecycle.Table, notice, "publish", new Act
        {
            Summary = notice.DocumentNumber.Length > 0 ? $"发布“{notice.Title}”，{notice.DocumentNumber}" : $"发布“{notice.Title}”",
            Payload = new { notice.Title, notice.DocumentNumber, by = actor.Value.Section },
        });
        notice.PublishedAt = journal.Now;
        await db.SaveChangesAsync(cancel);
    }

    public async Task WithdrawAsync(PortalNotice notice, string? reason, CancellationToken cancel = default)
    {
        journal.Act(PortalNoticeLifecycle.Table, notice, "withdraw", new Act { Reason = reason, Summary = $"撤下“{notice.Title}”" });
        await db.SaveChangesAsync(cancel);
    }

    public async Task DiscardAsync(PortalNotice notice, CancellationToken cancel = default)
    {
        journal.Act(PortalNoticeLifecycle.Table, notice, "discard", new Act { Summary = "作废草稿" });
        await db.SaveChangesAsync(cancel);
    }
}
