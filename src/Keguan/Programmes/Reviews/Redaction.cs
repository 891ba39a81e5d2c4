using System.Text.RegularExpressions;
using Keguan.Foundation.Forms;
using Keguan.Organisations.Exports;
using Keguan.Review.Exports;

namespace Keguan.Programmes.Reviews;

/// <summary>
/// Takes the names of organisations and people out of what a blind reviewer reads: identifying fields are left out by the form, but applicants name themselves in running text too.
/// </summary>
public sealed partial class Redaction
{
    public const string Mark = "■■";
    readonly List<string> _names;

    public Redaction(RecusalCase parties)
    {
        var names = parties.People.Select(person => person.Name).ToList();
        foreach (var organisation in parties.Organisations)
        {
            var name = organisation.Name.Trim();
            var bare = Kind().Replace(name, "");
            names.AddRange([name, bare, Organisation.KeyOf(name), Place().Replace(bare, "")]);
        }
        // The longest first, so that no rest of a name stays behind.
        _names = [.. names.Where(name => name.Length >= 2).Distinct().OrderByDescending(name => name.Length)];
    }

    public string Apply(string text) => _names.Aggregate(text, (all, name) => all.Replace(name, Mark, StringComparison.OrdinalIgnoreCase));

    public bool Finds(string text) => _names.Exists(name => text.Contains(name, StringComparison.OrdinalIgnoreCase));

    public FormValues Apply(FormValues typed)
    {
        var clean = new FormValues();
        foreach (var (key, value) in typed.Fields) clean[key] = Apply(value);
        foreach (var (key, rows) in typed.Rows) clean.Rows[key] = [.. rows.Select(row => row.ToDictionary(cell => cell.Key, cell => Apply(cell.Value)))];
        return clean;
    }

    [GeneratedRegex("(股份有限公司|有限责任公司|有限公司|公司)$")]
    private static partial Regex Kind();

    /// <summary>What is left must still be a name of its own: 云江市瀚拓科技 → 瀚拓科技, but 云江市中心医院 keeps its town.</summary>
    [GeneratedRegex("^[^省市县区]{2,3}[省市县区](?=.{4,}$)(?!中心|第|人民|农业|科技|科学|中医)")]
    private static partial Regex Place();
}
