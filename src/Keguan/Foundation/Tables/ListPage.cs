using Keguan.Foundation.Pages;
using Keguan.Foundation.Sheets;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Tables;

/// <summary>
/// A page that is a list. The model is one line, `public sealed class ListModel : ListPage&lt;OrganisationList&gt;` under its `[Needs(…)]`; the page draws a heading and
/// `&lt;partial name="@Model.List.Partial" model="Model.List" /&gt;`.
/// </summary>
public abstract class ListPage<TList> : KeguanPage where TList : ListDefinition
{
    public ListView List { get; private set; } = null!;

    /// <summary>Not null after <see cref="LoadAsync"/>.</summary>
    protected TList Definition { get; } = ListRegistry.Get<TList>();

    Lists Lists => HttpContext.RequestServices.GetRequiredService<Lists>();

    protected internal override async Task<bool> LoadAsync()
    {
        List = await Lists.ShowAsync(Definition, Request.Query, Cancel);
        return true;
    }

    public async Task<IActionResult> OnGetExportAsync([FromQuery(Name = "as")] string? format)
    {
        if (!Enum.TryParse<SheetFormat>(format, ignoreCase: true, out var kind) || !Enum.IsDefined(kind)) kind = SheetFormat.Xlsx;
        var file = await HttpContext.RequestServices.GetRequiredService<ListExports>().ExportAsync(Definition, Request.Query, kind, Cancel);
        return File(file.Content, file.ContentType, file.Name);
    }

    public async Task<IActionResult> OnPostSaveViewAsync(string? viewName)
    {
        var view = await Lists.SaveViewAsync(Definition, Request.Query, viewName, Cancel);
        return Done(T($"已存为视图“{view.Name}”", $"Saved as view “{view.Name}”"), $"{Request.PathBase}{Request.Path}?{(view.Query.Length > 0 ? view.Query + "&" : "")}view={view.Id:N}");
    }

    public async Task<IActionResult> OnPostDeleteViewAsync(Guid savedView) => await Lists.DeleteViewAsync(Definition, savedView, Cancel)
        ? Done(T("视图已删除", "View deleted"), Request.PathBase + Request.Path)
        : NotFound();
}
