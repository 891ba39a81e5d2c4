namespace Keguan.Foundation.Codes;

/// <summary>One entry of a code table. Names in Chinese are the standard's; where nobody has translated one, it is shown in Chinese in both languages.</summary>
public sealed class CodeItem
{
    readonly List<CodeItem> _children = [];

    internal CodeItem(string code, Text name, int level, CodeItem? parent, string shownCode)
    {
        (Code, Name, Level, Parent, ShownCode) = (code, name, level, parent, shownCode);
        parent?._children.Add(this);
        Depth = parent is null ? 0 : parent.Depth + 1;
        Haystack = (parent is null ? "" : parent.Haystack + "\n") + CodeTable.Folded(name.Zh == name.En ? name.Zh : name.Zh + "\n" + name.En);
        OwnName = CodeTable.Folded(name.Zh);
    }

    public string Code { get; }

    public Text Name { get; }

    /// <summary>The level as the standard counts it: 小类 is 4, 二级学科 is 2, 县 is 3.</summary>
    public int Level { get; }

    public CodeItem? Parent { get; }

    public IReadOnlyList<CodeItem> Children => _children;

    public bool IsLeaf => _children.Count == 0;

    /// <summary>The code as people write it: C2641 for the industry 2641 in section C.</summary>
    public string ShownCode { get; }

    /// <summary>Code and name: “C2641 涂料制造”.</summary>
    public Text Label => new($"{ShownCode} {Name.Zh}", $"{ShownCode} {Name.En}");

    /// <summary>From the top down to this entry: “制造业 > 化学原料和化学制品制造业 > … > 涂料制造”.</summary>
    public Text Path => new(string.Join(" > ", Line().Select(item => item.Name.Zh)), string.Join(" > ", Line().Select(item => item.Name.En)));

    /// <summary>The entries above, from the top, without this one.</summary>
    public IEnumerable<CodeItem> Ancestors => Line().SkipLast(1);

    internal int Depth { get; }

    /// <summary>What a search looks through: the names of the whole line.</summary>
    internal string Haystack { get; }

    internal string OwnName { get; }

    public override string ToString() => Label.ToString();

    CodeItem[] Line()
    {
        var line = new CodeItem[Depth + 1];
        for (var item = this; item is not null; item = item.Parent) line[item.Depth] = item;
        return line;
    }
}
