using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Ui;
using Microsoft.Extensions.Options;

namespace Keguan.Organisations;

/// <summary>The counties of this bureau's city.</summary>
public sealed class Areas(CodeTables codes, IOptions<OrganisationOptions> options)
{
    /// <summary>The parts of the city; the city itself where it has none.</summary>
    public IReadOnlyList<CodeItem> All { get; } = codes.Areas.Children(options.Value.Area) is { Count: > 0 } parts ? parts : [codes.Areas.Get(options.Value.Area)];

    public IEnumerable<Choice> Choices => All.Select(area => new Choice(area.Code, area.Name));

    public bool Contains(string? code) => All.Any(area => area.Code == code);

    public Text NameOf(string? code) => codes.Areas.NameOf(code);
}
