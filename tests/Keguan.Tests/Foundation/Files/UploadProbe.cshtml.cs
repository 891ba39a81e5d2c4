using Keguan.Foundation.Access;
using Keguan.Foundation.Files;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Files;

/// <summary>A page with a file field, as the modules have it.</summary>
[Needs(Permissions.SignedIn)]
public sealed class UploadProbeModel(FileStore files) : KeguanPage
{
    public static readonly FileOwner Owner = new("probe", Guid.Parse("01990000-0000-7000-8000-000000000001"));
    public static readonly FileSlot Slot = new("evidence", T("证明材料", "Evidence")) { Kinds = [FileKind.Pdf, FileKind.Png], MaxBytes = 2 * 1024 * 1024, MaxFiles = 3 };

    [BindProperty] public string? Title { get; set; }
    [BindProperty] public IFormFile? Upload { get; set; }

    public List<StoredFile> Files { get; private set; } = [];

    protected override async Task<bool> LoadAsync()
    {
        Files = await files.List(Owner, cancel: Cancel);
        return true;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Upload is null)
        {
            Wrong(nameof(Upload), T("请选择文件", "Choose a file"));
            return await Invalid();
        }
        await files.Attach(Owner, Slot, Upload, Cancel);
        await Db.SaveChangesAsync(Cancel);
        return Done(T("已上传", "Uploaded"), "/probe/upload");
    }
}
