using System.ComponentModel.DataAnnotations;
using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>延长受理: a later closing, with the reason; never an earlier one.</summary>
[Needs(Permissions.CallsApprove)]
public sealed class ExtendModel(CallPublication publication) : KeguanPage
{
    public sealed class Form
    {
        [Display(Name = "新的受理截止|New closing"), Required, ChinaClock] public DateTime? Closes { get; set; }
        [Display(Name = "理由|Reason"), Required, StringLength(CallRules.ReasonMax)] public string? Reason { get; set; }
    }

    public Call Call { get; private set; } = null!;
    public Foundation.Text? Refused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty] public Form Input { get; set; } = new();

    protected internal override async Task<bool> LoadAsync()
    {
        var call = await Db.Calls().VisibleTo(Actor).Include(one => one.Recommenders).FirstOrDefaultAsync(one => one.Id == Id, Cancel);
        if (call is null) return false;
        Call = call;
        Refused = CallLifecycle.Table.Refused(call, "extend", Actor, Now);
        if (HttpMethods.IsGet(Request.Method)) Input.Closes = call.ClosesAt;
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await LoadAsync()) return NotFound();
        if (!ModelState.IsValid) return await Invalid();
        await publication.ExtendAsync(Call, Input.Closes!.Value, Input.Reason, Cancel);
        return Done(T($"受理截止已延至 {Foundation.Calendar.Deadline.Shown(Call.ClosesAt)}，已通知推荐单位和正在填报的单位", $"The call now closes at {Foundation.Calendar.Deadline.Shown(Call.ClosesAt)}; recommending units and applicants at work have been told"), $"/programmes/calls/details/{Id}");
    }
}
