namespace Keguan.Foundation.Imports;

/// <summary>Reads a cell's text into a value, or says in both languages what is wrong with it: the shape of `Uscc.TryParse`.</summary>
public delegate bool TryRead<TValue>(string text, out TValue value, out Text error);

/// <summary>A column that an import expects, under any of its names, in any order.</summary>
public abstract class ImportColumn(string key, Text label)
{
    readonly List<string> _names = [label.Zh, label.En];

    public string Key => key;
    public Text Label => label;

    /// <summary>Headings that are taken for this column; spaces, brackets with units and asterisks do not matter.</summary>
    public IReadOnlyList<string> Names => _names;
    public bool IsRequired { get; protected set; }

    /// <summary>What a cell should hold: stands in the template and in every message about a wrong one.</summary>
    public Text Expected { get; protected internal set; }

    /// <summary>A good cell, for the template.</summary>
    public string Example { get; protected internal set; } = "";

    protected void AddNames(IEnumerable<string> names) => _names.AddRange(names);
}

/// <summary>A column of an import whose rows become <typeparamref name="TRow"/>.</summary>
public sealed class ImportColumn<TRow> : ImportColumn
{
    readonly Func<string, string, TRow, Text?> _read;

    internal ImportColumn(string key, Text label, Func<string, string, TRow, Text?> read) : base(key, label) => _read = read;

    public ImportColumn<TRow> Required() { IsRequired = true; return this; }

    /// <summary>Further headings that mean the same: “课题名称”.</summary>
    public ImportColumn<TRow> Alias(params string[] names) { AddNames(names); return this; }
    public ImportColumn<TRow> Like(string example) { Example = example; return this; }
    public ImportColumn<TRow> Expects(Text expected) { Expected = expected; return this; }

    /// <summary>Puts the cell into the row, or says what is wrong. The heading tells the unit where it has one.</summary>
    internal Text? Read(string text, string heading, TRow row) => _read(text, heading, row);
}
