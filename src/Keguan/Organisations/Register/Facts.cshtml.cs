using Keguan.Foundation.Calendar;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Files;
using Keguan.Foundation.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>单位登记, second page: what the organisation is, and its licence.</summary>
[AllowAnonymous]
public sealed class FactsModel(FileStore files, Areas areas, CodeTables codes) : RegisterPage(2)
{
    [BindProperty] public FactsInput Facts { get; set; } = new();

    public CodeReading Reading => CodeReading.Of(Data.Uscc);
    public IReadOnlyList<FileShown> Licence { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        await base.LoadAsync();
        // What is uploaded before filing is nobody's file yet: only this page, by its cookie, gives it out.
        if (Draft is { FiledAt: null }) Licence = [.. (await files.List(LicenceFile.Owner(Draft.Id), LicenceFile.Slot.Key, Cancel)).Select(file => file.Show() with { Url = Start + "/facts?handler=Licence" })];
        return true;
    }

    public override async Task<IActionResult> OnGetAsync()
    {
        if (await ElsewhereAsync() is { } elsewhere) return elsewhere;
        Facts = Data.Facts ?? new FactsInput
        {
            Kind = Reading.Kinds[0],
            Area = areas.Contains(Reading.Area) ? Reading.Area : "",
        };
        return Page();
    }

    public async Task<IActionResult> OnGetLicenceAsync()
    {
        await base.LoadAsync();
        if (Draft is not { FiledAt: null } || (await files.List(LicenceFile.Owner(Draft.Id), LicenceFile.Slot.Key, Cancel)).FirstOrDefault() is not { } file) return NotFound();
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Response.Headers.CacheControl = "private, no-store";
        return File(files.Open(file), file.ContentType, file.Name);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ElsewhereAsync() is { } elsewhere) return elsewhere;
        var changes = await files.Apply(LicenceFile.Owner(Draft!.Id), [LicenceFile.Slot], Request.Form, cancel: Cancel);
        foreach (var (field, reason) in changes.Problems) Wrong(field, reason);
        foreach (var (field, reason) in Facts.Problems(Data.Uscc, areas, codes, ChinaTime.DayOf(Now))) Wrong("Facts." + field, reason);
        // A file that has arrived stays, whatever is wrong with the rest.
        await Db.SaveChangesAsync(Cancel);
        await LoadAsync();
        var only = changes.Removed.Count > 0 || Request.Form.ContainsKey(FileFieldTagHelper.RemoveName);
        if (only && changes.Problems.Count == 0)
        {
            foreach (var key in ModelState.Keys.ToList()) ModelState.ClearValidationState(key);
            return Page();
        }
        if (Licence.Count == 0) Wrong(LicenceFile.Slot.Key, T("请上传营业执照或法人证书", "Upload the licence or certificate"));
        if (!ModelState.IsValid) return await Invalid();
        Keep(Data with { Facts = Facts });
        await Db.SaveChangesAsync(Cancel);
        return LocalRedirect(Start + (Actor.IsSignedIn ? "/check" : "/administrator"));
    }
}
