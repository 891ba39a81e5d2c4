using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>A file that is there already: what it is called, how large, its SHA-256, where it opens.</summary>
public sealed record FileShown(string Id, string Name, long Bytes, string Hash, string Url)
{
    /// <summary>Content looked at and found to be what its name says.</summary>
    public bool Checked { get; init; } = true;

    /// <summary>“12.4 MB”</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => bytes.ToString(CultureInfo.InvariantCulture) + " B",
        < 1024 * 1024 => (bytes / 1024d).ToString("0", CultureInfo.InvariantCulture) + " KB",
        _ => (bytes / 1048576d).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
    };
}

/// <summary>
/// Files of a form: those there with name, size, hash, replace and remove; and the field for a further one while there is room.
/// `name` is the upload's field, a removal posts `file-remove`=id, a replacement posts `name`.Replace.id. The form needs enctype="multipart/form-data".
/// </summary>
[HtmlTargetElement("kg-file", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FileFieldTagHelper : TagHelper
{
    public const string RemoveName = "file-remove";

    [ViewContext, HtmlAttributeNotBound] public ViewContext ViewContext { get; set; } = null!;
    public string Name { get; set; } = "";
    public Words Label { get; set; }
    public Words Hint { get; set; }
    public Words Error { get; set; }
    public IEnumerable<FileShown> Files { get; set; } = [];

    /// <summary>".pdf,.docx"</summary>
    public string? Accept { get; set; }
    public int Most { get; set; } = 1;
    public bool Optional { get; set; }
    public bool Readonly { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = FieldTagHelper.IdOf(Name);
        FieldOrder.Of(ViewContext.HttpContext).Add((Name, id));
        var errors = ViewContext.ViewData.ModelState.TryGetValue(Name, out var entry) ? entry.Errors.Select(error => error.ErrorMessage).Where(text => text.Length > 0).ToList() : [];
        if (!Error.IsEmpty) errors.Add(Error.ToString());
        var described = string.Join(' ', new[] { Hint.IsEmpty ? null : id + "-hint", errors.Count == 0 ? null : id + "-error" }.Where(part => part is not null));
        var files = Files.ToList();
        var room = !Readonly && files.Count < Most;

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kg-field" + (errors.Count == 0 ? "" : " kg-field-wrong"));
        var field = new Markup();
        var mark = Optional ? Markup.Of($"<span class=\"kg-mark-optional\">{T("选填", "optional")}</span>") : Markup.Empty;
        field.Add(room ? Markup.Of($"<label class=\"kg-label\" for=\"{id}\">{Label}{mark}</label>") : Markup.Of($"<div class=\"kg-label\" id=\"{id}\" tabindex=\"-1\">{Label}{mark}</div>"));
        if (!Hint.IsEmpty) field.Add($"<div class=\"kg-hint\" id=\"{id}-hint\">{Hint}</div>");
        if (errors.Count > 0) field.Add($"<div class=\"kg-error\" id=\"{id}-error\"><span class=\"kg-hide\">{T("错误：", "Error: ")}</span>{string.Join(Text.English ? "; " : "；", errors)}</div>");
        foreach (var file in files) field.Add(Row(file, !Readonly));
        if (room)
            field.Add($"<div class=\"kg-drop\" data-drop>{Icon.Of("upload")}<input type=\"file\" id=\"{id}\" name=\"{Name}\"{Markup.Attr("accept", Accept)}{Markup.Attr("aria-describedby", described)}{Markup.Attr("aria-invalid", errors.Count == 0 ? null : "true")}{Markup.Flag("multiple", Most - files.Count > 1)}></div>");
        if (files.Count == 0 && !room) field.Add($"<div class=\"kg-sub\">{T("未上传", "Nothing uploaded")}</div>");
        output.Content.SetHtmlContent(field);
    }

    Markup Row(FileShown file, bool change)
    {
        var icon = Path.GetExtension(file.Name).ToLowerInvariant() switch
        {
            ".pdf" => "file-type-pdf",
            ".docx" or ".doc" => "file-type-docx",
            ".xlsx" or ".xls" => "file-spreadsheet",
            ".zip" => "file-zip",
            ".jpg" or ".jpeg" or ".png" => "photo",
            _ => "file",
        };
        var facts = T($"{FileShown.Size(file.Bytes)}，{(file.Checked ? "已查验" : "查验中")}", $"{FileShown.Size(file.Bytes)}, {(file.Checked ? "checked" : "being checked")}");
        var acts = change
            ? Markup.Of($"<span class=\"kg-file-acts\"><label class=\"kg-replace kg-text-button\"><span>{T("更换", "Replace")}</span><input type=\"file\" name=\"{Name}.Replace.{file.Id}\"{Markup.Attr("accept", Accept)} aria-label=\"{T($"更换 {file.Name}", $"Replace {file.Name}")}\" data-submit-on-change></label><button class=\"kg-text-button\" name=\"{RemoveName}\" value=\"{file.Id}\" formnovalidate aria-label=\"{T($"删除 {file.Name}", $"Delete {file.Name}")}\">{T("删除", "Delete")}</button></span>")
            : Markup.Empty;
        return Markup.Of($"<div class=\"kg-file-row\">{Icon.Of(icon)}<a href=\"{file.Url}\">{file.Name}</a><span class=\"kg-file-facts\">{facts}{(file.Hash.Length == 0 ? Markup.Empty : Markup.Of($"{(Text.English ? ", " : "，")}<code title=\"{file.Hash}\">sha256 {TimelineTagHelper.ShortHash(file.Hash)}</code>"))}</span>{acts}</div>");
    }
}
