using Keguan.Foundation;
using Keguan.Foundation.Accounts;
using Keguan.Foundation.Files;
using Keguan.Organisations.Exports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.Register;

/// <summary>单位登记, last page: everything once more, the password, and the button that files it.</summary>
[AllowAnonymous, ResponseCache(NoStore = true)]
public sealed class CheckModel(FileStore files, Registrations registrations) : RegisterPage(4)
{
    [BindProperty] public string? Password { get; set; }
    [BindProperty] public string? Again { get; set; }
    [BindProperty] public bool Promise { get; set; }

    public IReadOnlyList<StoredFile> Licence { get; private set; } = [];

    protected internal override async Task<bool> LoadAsync()
    {
        await base.LoadAsync();
        if (Draft is { FiledAt: null }) Licence = await files.List(LicenceFile.Owner(Draft.Id), LicenceFile.Slot.Key, Cancel);
        return true;
    }

    public override async Task<IActionResult> OnGetAsync() => await ElsewhereAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await ElsewhereAsync() is { } elsewhere) return elsewhere;
        if (!Actor.IsSignedIn)
        {
            if (Passwords.Refused(Password, Data.AdministratorEmail, Data.AdministratorPhone) is { } weak) Wrong(nameof(Password), weak);
            else if (Password != Again) Wrong(nameof(Again), T("两次输入的口令不一致", "The two passwords differ"));
        }
        if (!Promise) Wrong(nameof(Promise), T("请确认所填信息真实", "Confirm that what is stated is true"));
        if (!ModelState.IsValid) return await Invalid();
        try
        {
            await registrations.FileAsync(Draft!, Data, Actor.IsSignedIn ? null : Password, Cancel);
        }
        catch (Exception e) when (e is Refusal or DbUpdateException)
        {
            // The button pressed twice: the first press has filed it.
            Db.ChangeTracker.Clear();
            if (!await Db.Organisations().AnyAsync(organisation => organisation.Id == Draft!.Id, Cancel)) throw;
        }
        return LocalRedirect(Start + "/done");
    }
}
