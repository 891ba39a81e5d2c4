using System.ComponentModel.DataAnnotations;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Keguan.Organisations.Register;

/// <summary>单位登记, first page: code and name. The code is judged here, and whether somebody has registered with it.</summary>
[AllowAnonymous]
public sealed class IndexModel(KnownCodes known, IOptions<OrganisationOptions> options) : RegisterPage(1)
{
    public sealed class Fields
    {
        [Display(Name = "统一社会信用代码|the code"), Required] public string Uscc { get; set; } = "";
        [Display(Name = "单位名称|the name"), Required, StringLength(Organisation.NameMax, MinimumLength = 4)] public string Name { get; set; } = "";
    }

    [BindProperty] public Fields Input { get; set; } = new();

    public int VerifyDays => options.Value.VerifyDays;

    public override async Task<IActionResult> OnGetAsync()
    {
        await LoadAsync();
        Input = new Fields { Uscc = Data.Uscc, Name = Data.Name };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await LoadAsync();
        var code = Uscc.Normalise(Input.Uscc);
        if (code.Length > 0 && Uscc.Check(code) is { } wrong) Wrong("Input.Uscc", wrong);
        if (!ModelState.IsValid) return await Invalid();
        await known.RefuseAsync(code, null, Cancel);

        if (Draft is null or { FiledAt: not null })
        {
            var (address, since) = (AddressOf(HttpContext), Now.AddHours(-1));
            Refusal.If(await Db.Set<RegistrationDraft>().CountAsync(draft => draft.Address == address && draft.CreatedAt > since, Cancel) >= options.Value.DraftsPerHour,
                "从您所在的网络开始的登记过多，请一小时后再试", "Too many registrations were begun from your network; try again in an hour");
            Begin();
        }
        // Another code is another body: what was said about the first does not hold for it.
        Keep(Data.Uscc.Length > 0 && Data.Uscc != code ? new RegistrationData { Uscc = code, Name = Input.Name.Trim() } : Data with { Uscc = code, Name = Input.Name.Trim() });
        await Db.SaveChangesAsync(Cancel);
        return LocalRedirect(Start + "/facts");
    }
}
