using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Keguan.Foundation.Codes;

/// <summary>
/// Reads a code table from its tab-separated file and the supplements beside it (`areas.tsv`, then `areas.*.tsv`: a bureau's development zones).
/// Lines that begin with # and have tabs describe the table (title, standard, hierarchy, display, level); every other line is code, name,
/// then optionally the English name and, where the code does not tell it, the code above.
/// </summary>
static class CodeFile
{
    public static CodeTable Read(string folder, string name)
    {
        string[] files = [Path.Combine(folder, name + ".tsv"), .. Directory.GetFiles(folder, name + ".*.tsv").Order(StringComparer.Ordinal)];
        var head = new Head(name);
        var items = new List<CodeItem>(4096);
        var byCode = new Dictionary<string, CodeItem>(4096);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            hash.AppendData(bytes);
            var number = 0;
            foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')))
            {
                number++;
                if (line.Length == 0) continue;
                if (line[0] == '#') head.Take(line[1..].Trim().Split('\t'));
                else Add(head, items, byCode, line.Split('\t'), $"{Path.GetFileName(file)}:{number}");
            }
        }
        return new CodeTable(name, head.Title, head.Standard, head.Levels, items, Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6)));
    }

    static void Add(Head head, List<CodeItem> items, Dictionary<string, CodeItem> byCode, string[] cells, string where)
    {
        var (code, zh) = (cells[0], cells.ElementAtOrDefault(1) ?? "");
        if (code.Length == 0 || zh.Length == 0) throw new FormatException($"{where}: a line needs a code and a name, with a tab between.");
        if (byCode.ContainsKey(code)) throw new FormatException($"{where}: the code {code} is there already.");
        var en = cells.ElementAtOrDefault(2) is { Length: > 0 } given ? given : zh;

        CodeItem? parent;
        if (cells.ElementAtOrDefault(3) is { Length: > 0 } above)
            parent = byCode.GetValueOrDefault(above) ?? throw new FormatException($"{where}: {code} stands below {above}, which has not come yet.");
        else parent = head.Pairs ? AbovePairs(code, byCode) : AbovePrefix(code, byCode, items);

        var level = parent is null ? head.FirstLevel : parent.Level + 1;
        if (!head.Levels.ContainsKey(level)) throw new FormatException($"{where}: {code} would be on level {level}, which the head of the file does not name.");
        var shown = head.SectionShown && parent is not null ? Top(parent).Code + code : code;
        var item = new CodeItem(code, new Text(zh, en), level, parent, shown);
        items.Add(item);
        byCode.Add(code, item);
    }

    /// <summary>Codes in pairs of digits, filled with 00: 330106 below 330100 below 330000.</summary>
    static CodeItem? AbovePairs(string code, Dictionary<string, CodeItem> byCode)
    {
        for (var length = code.TrimEnd('0').Length + 1 & ~1; length > 2;)
        {
            length -= 2;
            if (byCode.TryGetValue(code[..length].PadRight(code.Length, '0'), out var item)) return item;
        }
        return null;
    }

    /// <summary>2641 below 264 below 26; the first of its line (26) below the letter that stands above it in the file.</summary>
    static CodeItem? AbovePrefix(string code, Dictionary<string, CodeItem> byCode, List<CodeItem> items)
    {
        for (var length = code.Length - 1; length > 0; length--)
            if (byCode.TryGetValue(code[..length], out var item)) return item;
        return char.IsAsciiLetter(code[0]) || items.Count == 0 ? null : Top(items[^1]);
    }

    static CodeItem Top(CodeItem item)
    {
        while (item.Parent is { } above) item = above;
        return item;
    }

    sealed class Head(string name)
    {
        public Text Title { get; private set; } = Text.Same(name);
        public string Standard { get; private set; } = "";
        public bool Pairs { get; private set; }
        public bool SectionShown { get; private set; }
        public SortedDictionary<int, Text> Levels { get; } = [];
        public int FirstLevel => Levels.Keys.First();

        public void Take(string[] cells)
        {
            switch (cells)
            {
                case ["title", var zh, var en]: Title = new Text(zh, en); break;
                case ["standard", var standard]: Standard = standard; break;
                case ["hierarchy", var hierarchy]: Pairs = hierarchy == "pairs"; break;
                case ["display", var display]: SectionShown = display == "section"; break;
                case ["level", var level, var zh, var en]: Levels[int.Parse(level, CultureInfo.InvariantCulture)] = new Text(zh, en); break;
            }
        }
    }
}
