using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Sheets;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>What may be imported here, its template, and the upload.</summary>
[Needs(Permissions.SignedIn)]
public sealed class NewModel(ImportRegistry registry, Importer importer) : KeguanPage
{
    [FromRoute] public string Name { get; set; } = "";

    public ImportDefinition Definition { get; private set; } = null!;

    protected internal override Task<bool> LoadAsync()
    {
        if (registry.Find(Name) is not { } found || !Actor.Can(found.Permission)) return Task.FromResult(false);
        Definition = found;
        return Task.FromResult(true);
    }

    public async Task<IActionResult> OnGetTemplateAsync()
    {
        if (!await LoadAsync()) return NotFound();
        var file = new MemoryStream();
        Importer.WriteTemplate(Definition, file);
        file.Position = 0;
        return File(file, SheetWriter.ContentType(SheetFormat.Xlsx), T($"{Definition.Title.Zh}-导入模板.xlsx", $"{Definition.Title.En} template.xlsx").ToString());
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file)
    {
        if (!await LoadAsync()) return NotFound();
        if (file is null)
        {
            Wrong("File", T("请选择要导入的文件", "Choose the file to import"));
            return await Invalid();
        }
        await using var content = file.OpenReadStream();
        var import = await importer.ReceiveAsync(Definition, content, file.FileName, Cancel);
        return LocalRedirect($"/imports/{import.Id}");
    }
}
