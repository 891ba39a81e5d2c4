using System.Globalization;
using System.Text.Json;
using Keguan.Foundation.Access;
using Keguan.Foundation.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Imports;

/// <summary>The preview of an uploaded file: all that is wrong, which column is which, the first rows; and the confirmation.</summary>
[Needs(Permissions.SignedIn)]
public sealed class ShowModel(ImportRegistry registry, Importer importer) : KeguanPage
{
    /// <summary>More faults than these nobody reads on a page.</summary>
    const int ShownFaults = 200;

    HashSet<string> _wrong = [];

    [FromRoute] public Guid Id { get; set; }

    public Import Import { get; private set; } = null!;
    public ImportDefinition Definition { get; private set; } = null!;
    public ImportReading? Reading { get; private set; }
    public Text? Problem { get; private set; }
    public string? JobUrl { get; private set; }
    public IReadOnlyList<ImportFault> Faults => [.. Reading?.Faults.Take(ShownFaults) ?? []];
    public Text? WhyNot => Reading is { IsGood: false } ? T("请先改正以下问题", "Correct what is wrong first") : null;

    public bool IsWrong(string address) => _wrong.Contains(address);

    async Task<bool> FindAsync()
    {
        if (await Db.Set<Import>().VisibleTo(Actor).FirstOrDefaultAsync(one => one.Id == Id, Cancel) is not { } import) return false;
        if (registry.Find(import.Name) is not { } definition || !Actor.Can(definition.Permission)) return false;
        (Import, Definition) = (import, definition);
        return true;
    }

    protected internal override async Task<bool> LoadAsync()
    {
        if (!await FindAsync()) return false;
        if (Import.State == Import.Done) return true;
        if (Import.State == Import.Running && !await importer.CanConfirmAsync(Import, Cancel)) JobUrl = $"/jobs/{Import.JobId}";
        try
        {
            Reading = await importer.PreviewAsync(Definition, Import, Cancel);
            _wrong = [.. Reading.Faults.Select(fault => fault.Address)];
        }
        catch (Refusal refusal) { Problem = refusal.Reason; }
        return true;
    }

    public async Task<IActionResult> OnPostMapAsync()
    {
        if (!await FindAsync()) return NotFound();
        var mapping = new Dictionary<string, int>();
        foreach (var column in Definition.Columns)
            if (int.TryParse(Request.Form["map." + column.Key], NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 1_000) mapping[column.Key] = at;
        var twice = mapping.GroupBy(pair => pair.Value).FirstOrDefault(group => group.Count() > 1);
        Refusal.If(twice is not null, "同一列不能对应两个项目", "One column can't be two things");
        Import.Mapping = JsonSerializer.Serialize(mapping);
        await Db.SaveChangesAsync(Cancel);
        return LocalRedirect($"/imports/{Id}");
    }

    public async Task<IActionResult> OnPostConfirmAsync()
    {
        if (!await FindAsync()) return NotFound();
        var job = await importer.ConfirmAsync(Definition, Import, Cancel);
        return job is null
            ? Done(T("已导入", "Brought in"), $"/imports/{Id}")
            : Done(T("文件较大，已转后台导入，可以离开本页", "A large file: it is brought in in the background, you may leave"), $"/jobs/{job}");
    }
}
