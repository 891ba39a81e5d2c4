using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Foundation.Work;

/// <summary>全部记录: the Journal of all business, latest first.</summary>
[Needs(Permissions.JournalRead)]
public sealed class JournalModel(Records records) : KeguanPage
{
    const int Size = 50;

    /// <summary>Further back one looks at the subject itself, not page by page.</summary>
    const int LastPage = 200;

    [BindProperty(SupportsGet = true)] public string? Kind { get; set; }

    /// <summary>Read by hand: “page” is also the name under which routing keeps which page this is.</summary>
    public int Number { get; private set; } = 1;

    public IReadOnlyList<RecordLine> Lines { get; private set; } = [];
    public Records Records => records;
    public string? Newer => Number > 1 ? At(Number - 1) : null;
    public string? Older { get; private set; }

    protected internal override async Task<bool> LoadAsync()
    {
        Number = int.TryParse(Request.Query["page"], out var number) ? Math.Clamp(number, 1, LastPage) : 1;
        var lines = await records.LatestAsync(Kind, (Number - 1) * Size, Size + 1, Cancel);
        Older = lines.Count > Size && Number < LastPage ? At(Number + 1) : null;
        Lines = [.. lines.Take(Size)];
        return true;
    }

    string At(int page) => "/journal?" + (string.IsNullOrEmpty(Kind) ? "" : $"kind={Uri.EscapeDataString(Kind)}&") + $"page={page}";
}
