using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Definitions;
using Keguan.Foundation.Expressions;
using Keguan.Statistics.Exports;

namespace Keguan.Reports.WorkReports;

/// <summary>The templates of `definitions/reports/*.md`, read once, each slot held against the catalogue.</summary>
public sealed class ReportTemplates(IConfiguration configuration, IndicatorCatalogue catalogue)
{
    readonly Lazy<(IReadOnlyList<ReportTemplate> All, IReadOnlyList<DefinitionError> Errors)> _read = new(() => ReadFolder(configuration, catalogue));

    public IReadOnlyList<ReportTemplate> All => _read.Value.All;

    /// <summary>Everything that is wrong in the folder, each with file and line.</summary>
    public IReadOnlyList<DefinitionError> Errors => _read.Value.Errors;

    /// <summary>By its key, or read from a file that is named with its path.</summary>
    public ReportTemplate Get(string keyOrFile)
    {
        if (keyOrFile.EndsWith(".md", StringComparison.Ordinal))
        {
            Refusal.If(!File.Exists(keyOrFile), $"找不到文件 {keyOrFile}", $"There is no file {keyOrFile}");
            var errors = new List<DefinitionError>();
            var template = Read(keyOrFile, keyOrFile, catalogue, errors);
            return errors.Count > 0 ? throw new InvalidDefinitionException(errors) : template!;
        }
        if (All.FirstOrDefault(template => template.Key == keyOrFile) is { } found) return found;
        if (Errors.Where(error => Path.GetFileNameWithoutExtension(error.At.File) == keyOrFile).ToList() is { Count: > 0 } wrong) throw new InvalidDefinitionException(wrong);
        var hint = Nearest.Hint(keyOrFile, All.Select(template => template.Key));
        throw new Refusal($"没有报告模板“{keyOrFile}”{hint.Zh}", $"There is no template “{keyOrFile}”{hint.En}");
    }

    static (IReadOnlyList<ReportTemplate>, IReadOnlyList<DefinitionError>) ReadFolder(IConfiguration configuration, IndicatorCatalogue catalogue)
    {
        var folder = Path.Combine(Path.GetDirectoryName(CodeFolder.Find(configuration))!, "reports");
        var errors = new List<DefinitionError>();
        if (!Directory.Exists(folder)) return ([], errors);
        var all = Directory.GetFiles(folder, "*.md").Where(file => !Path.GetFileName(file).StartsWith("README", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(file => Read(file, $"definitions/reports/{Path.GetFileName(file)}", catalogue, errors)).OfType<ReportTemplate>().ToList();
        return (all, errors);
    }

    static ReportTemplate? Read(string path, string shown, IndicatorCatalogue catalogue, List<DefinitionError> errors)
    {
        var (template, wrong) = ReportTemplate.Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path), shown);
        errors.AddRange(wrong);
        if (template is null) return null;
        foreach (var slot in template.Slots)
        {
            foreach (var id in new[] { slot.Indicator, slot.To }.Where(id => id.Length > 0 && catalogue.Find(id) is null))
            {
                var hint = Nearest.Hint(id, catalogue.Ids);
                errors.Add(new DefinitionError(new SourceLocation(shown, slot.Line, 1), new Text($"没有指标“{id}”{hint.Zh}", $"there is no indicator “{id}”{hint.En}")));
            }
            if (slot.Area.Length > 0 && CodeTables.Default.Areas.Find(slot.Area) is null) errors.Add(new DefinitionError(new SourceLocation(shown, slot.Line, 1), new Text($"没有地区代码 {slot.Area}", $"there is no area {slot.Area}")));
        }
        return errors.Any(error => error.At.File == shown) ? null : template;
    }
}
