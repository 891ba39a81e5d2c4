using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Matter;
using Microsoft.AspNetCore.Mvc;

namespace Keguan.Programmes.Projects;

/// <summary>记录 of a project: all its entries.</summary>
[Needs(Permissions.ProjectsRead)]
public sealed class RecordModel(MatterTimeline timeline) : KeguanPage
{
    public const int PageSize = 50;

    public MatterHead Head { get; private set; } = null!;
    public IReadOnlyList<Happening> Rows { get; private set; } = [];
    public int Total { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    /// <summary>Read by hand: routing owns the name “page”.</summary>
    public int PageNumber => int.TryParse(Request.Query["page"], out var number) && number is > 0 and < 100_000 ? number : 1;

    protected internal override async Task<bool> LoadAsync()
    {
        if (await MatterHead.OfProjectAsync(Db, Actor, Id, Cancel) is not { } head) return false;
        Head = head;
        (Rows, Total) = await timeline.LoadAsync(head, (Math.Max(1, PageNumber) - 1) * PageSize, PageSize, Cancel);
        return true;
    }
}
