using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Keguan.Review.Assignments.Flow;

/// <summary>A flow problem read from a file, with the names that its nodes have there.</summary>
public sealed record NamedFlowProblem(FlowProblem Problem, IReadOnlyList<string> Names);

/// <summary>A line of a file that can't be understood.</summary>
public sealed class DimacsException(int line, string problem) : FormatException(string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}"))
{
    public int Line => line;
}

/// <summary>
/// Reads the DIMACS format for minimum-cost flow: `p min NODES ARCS`, `n NODE SUPPLY`, `a FROM TO LOWER CAPACITY COST`, comments `c …`. Beyond the classic
/// format a node may have any name without blanks, and `n NODE s`, `n NODE t` name a source and a sink between which as much as possible flows
/// (docs/specs/assignment.md).
/// </summary>
/// <remarks>Source: “The first DIMACS international algorithm implementation challenge: problem definitions and specifications” (1991).</remarks>
public static class DimacsFlow
{
    /// <summary>Reads UTF-8 text. A byte-order mark and carriage returns are skipped.</summary>
    /// <exception cref="DimacsException">Says the line and what is wrong with it.</exception>
    public static NamedFlowProblem Read(ReadOnlySpan<byte> text) => new Reader().Read(text);

    sealed class Reader
    {
        readonly FlowProblem _problem = new();
        readonly List<string> _names = [];
        readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal);
        readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
        readonly char[] _characters = new char[1024];
        long _declaredNodes = -1;
        long _declaredArcs;
        int? _source;
        int? _sink;
        int _line;

        public Reader() => _lookup = _nodes.GetAlternateLookup<ReadOnlySpan<char>>();

        public NamedFlowProblem Read(ReadOnlySpan<byte> text)
        {
            if (text.StartsWith(Encoding.UTF8.Preamble)) text = text[3..];
            while (text.Length > 0)
            {
                var end = text.IndexOf((byte)'\n');
                var line = end < 0 ? text : text[..end];
                text = end < 0 ? [] : text[(end + 1)..];
                _line++;
                ReadLine(line);
            }
            if (_declaredNodes < 0) throw Wrong("there is no line “p min NODES ARCS”");
            if (_problem.ArcCount != _declaredArcs) throw Wrong($"{_problem.ArcCount} arcs, but the line p says {_declaredArcs}");
            if (_source is null != _sink is null) throw Wrong("a source (n … s) and a sink (n … t) belong together");
            if (_source is { } source && _sink is { } sink)
            {
                if (source == sink) throw Wrong("source and sink are the same node");
                _problem.Maximise(source, sink);
            }
            return new NamedFlowProblem(_problem, _names);
        }

        void ReadLine(ReadOnlySpan<byte> line)
        {
            var kind = Next(ref line);
            if (kind.Length == 0 || kind[0] == 'c') return;
            if (kind.Length > 1) throw Wrong($"“{Encoding.UTF8.GetString(kind)}” is not a kind of line (c, p, n, a)");
            if (kind[0] != 'p' && _declaredNodes < 0) throw Wrong("the line p must come first");
            switch (kind[0])
            {
                case (byte)'p':
                    if (_declaredNodes >= 0) throw Wrong("a second line p");
                    if (!Next(ref line).SequenceEqual("min"u8)) throw Wrong("only problems of the kind “min” are read");
                    (_declaredNodes, _declaredArcs) = (Number(ref line), Number(ref line));
                    if (_declaredNodes is < 0 or > int.MaxValue || _declaredArcs is < 0 or > int.MaxValue) throw Wrong("a number out of bounds");
                    break;
                case (byte)'n':
                    var node = Node(ref line);
                    if (line.Trim(" \t\r"u8) is [var role and ((byte)'s' or (byte)'t')])
                    {
                        ref var end = ref role == 's' ? ref _source : ref _sink;
                        if (end is not null) throw Wrong("a second source or sink");
                        end = node;
                        return;
                    }
                    _problem.SetSupply(node, Number(ref line));
                    break;
                case (byte)'a':
                    var (from, to) = (Node(ref line), Node(ref line));
                    var (lower, capacity, cost) = (Number(ref line), Number(ref line), Number(ref line));
                    if (lower < 0 || capacity < lower) throw Wrong($"bounds {lower}…{capacity}: 0 ≤ lower ≤ capacity must hold");
                    _problem.AddArc(from, to, lower, capacity, cost);
                    break;
                default:
                    throw Wrong($"“{(char)kind[0]}” is not a kind of line (c, p, n, a)");
            }
            if (Next(ref line).Length > 0) throw Wrong("something is left over at the end of the line");
        }

        static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> line)
        {
            line = line.TrimStart(" \t\r"u8);
            var end = line.IndexOfAny(" \t\r"u8);
            var word = end < 0 ? line : line[..end];
            line = line[word.Length..];
            return word;
        }

        long Number(ref ReadOnlySpan<byte> line)
        {
            var word = Next(ref line);
            if (word.Length == 0) throw Wrong("a number is missing");
            return Utf8Parser.TryParse(word, out long value, out var used) && used == word.Length ? value : throw Wrong($"“{Encoding.UTF8.GetString(word)}” is not a whole number");
        }

        int Node(ref ReadOnlySpan<byte> line)
        {
            var word = Next(ref line);
            if (word.Length == 0) throw Wrong("a node is missing");
            if (word.Length > _characters.Length) throw Wrong("a node's name is too long");
            var name = _characters.AsSpan(0, Encoding.UTF8.GetChars(word, _characters));
            if (_lookup.TryGetValue(name, out var known)) return known;
            if (_names.Count == _declaredNodes) throw Wrong($"“{name}” would be node {_declaredNodes + 1}, but the line p says {_declaredNodes}");
            var own = name.ToString();
            _names.Add(own);
            var node = _problem.AddNode();
            _nodes.Add(own, node);
            return node;
        }

        DimacsException Wrong(string problem) => new(_line, problem);
    }
}
