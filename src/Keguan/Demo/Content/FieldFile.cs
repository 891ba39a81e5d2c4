using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Keguan.Demo.Content;

/// <summary>
/// Reads Content/Fields/*.txt: `key: value` lines, lists divided by “；”. A `topic:` line begins a topic, `object:` lines stand in it one by one; what stands before the first topic is the field's. The files are
/// ours and travel in the assembly, so a fault in them is a bug and is thrown with file and line.
/// </summary>
public static partial class FieldFile
{
    static readonly Lazy<IReadOnlyList<Field>> Shared = new(Load);

    /// <summary>The sixteen fields, in the order of their files.</summary>
    public static IReadOnlyList<Field> All => Shared.Value;

    static List<Field> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith("demo/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return Read(name, reader.ReadToEnd());
            }),
        ];
    }

    static Field Read(string name, string text)
    {
        var blocks = new List<Block> { new(name) };
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0) continue;
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0) throw new FormatException($"{name}:{number}: “key: value” is wanted.");
            var (key, value) = (line[..colon], line[(colon + 2)..]);
            if (key == "topic") blocks.Add(new Block(name));
            blocks[^1].Add(key, value, number);
        }

        var head = blocks[0];
        return new Field
        {
            Key = head.One("field"),
            Zh = head.One("zh"),
            En = head.One("en"),
            Ladder = head.One("ladder"),
            Sectors = head.Each("sectors", '=', 3, cells => new Sector(cells[0], cells[1], cells[2].Split('/', StringSplitOptions.RemoveEmptyEntries))),
            Applications = head.Each("applications", '|', 3, ToCountable),
            Outcomes = head.Each("outcomes", '|', 3, ToCountable),
            Topics = [.. blocks.Skip(1).Select(ToTopic)],
        };
    }

    static Topic ToTopic(Block block) => new()
    {
        Name = block.One("topic"),
        Discipline = block.One("discipline"),
        Objects = [.. block.Objects.Select(line => line.Split('|')).Select(cells => new Thing(cells[0], cells[1].Split('；'), cells[2].Split('；'), cells.Length > 3 ? cells[3].Split('；') : block.Many("scenes")))],
        Scenes = block.Many("scenes"),
        Pains = block.Many("pains"),
        Tasks = block.Each("tasks", '：', 2, cells => new WorkPackage(cells[0], cells[1])),
        Innovations = block.Many("innovations"),
        Metrics = block.Each("metrics", '|', 7, cells =>
        {
            var (baselineLow, baselineHigh) = Range(cells[2]);
            var (goalLow, goalHigh) = Range(cells[3]);
            return new Metric(cells[0], cells[1], baselineLow, baselineHigh, goalLow, goalHigh, int.Parse(cells[4], CultureInfo.InvariantCulture), cells[5] == "≤", cells[6], cells.Length > 7 ? cells[7] : "");
        }),
        Equipment = block.Each("equipment", '=', 2, cells => new Equipment(cells[0], (int)(decimal.Parse(cells[1], CultureInfo.InvariantCulture) * 10))),
    };

    static Countable ToCountable(string[] cells)
    {
        var (low, high) = Range(cells[2]);
        return new Countable(cells[0], cells[1], (int)low, (int)high);
    }

    static (decimal Low, decimal High) Range(string text)
    {
        var match = RangePattern().Match(text);
        if (!match.Success) throw new FormatException($"“{text}” is no range.");
        return (decimal.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), decimal.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(-?[\d.]+)-(-?[\d.]+)$")]
    private static partial Regex RangePattern();

    sealed class Block(string file)
    {
        readonly Dictionary<string, (string Value, int Line)> _values = [];

        /// <summary>Lines `object: name | goals | methods | scenes`.</summary>
        public List<string> Objects { get; } = [];

        public void Add(string key, string value, int line)
        {
            if (key == "object")
            {
                if (value.Count(c => c == '|') is < 2 or > 3) throw new FormatException($"{file}:{line}: an object has name, goals, methods and perhaps scenes.");
                Objects.Add(value);
                return;
            }
            if (!_values.TryAdd(key, (value, line))) throw new FormatException($"{file}:{line}: {key} stands twice.");
        }

        public string One(string key) => _values.TryGetValue(key, out var found) ? found.Value : throw new FormatException($"{file}: {key} is missing.");

        public string[] Many(string key) => One(key).Split('；');

        public IReadOnlyList<T> Each<T>(string key, char divider, int cells, Func<string[], T> make) =>
        [
            .. Many(key).Select(item =>
            {
                var parts = item.Split(divider, divider == '：' ? 2 : int.MaxValue);
                if (parts.Length != cells && !(key == "metrics" && parts.Length == cells + 1)) throw new FormatException($"{file}:{_values[key].Line}: {key}: “{item}” has {parts.Length} parts, not {cells}.");
                return make(parts);
            }),
        ];
    }
}
