using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Keguan.Foundation.Definitions;

internal abstract record YamlValue(SourceLocation At);

/// <param name="Plain">Written without quotation marks: only then is an empty value, ~ or null nothing.</param>
/// <param name="Start">Where it begins in the file's text.</param>
internal sealed record YamlScalar(SourceLocation At, string Text, bool Plain, int Start) : YamlValue(At)
{
    public bool IsNothing => Plain && Text is "" or "~" or "null";
}

internal sealed record YamlList(SourceLocation At, IReadOnlyList<YamlValue> Items) : YamlValue(At);

internal sealed record YamlMap(SourceLocation At, IReadOnlyList<(YamlScalar Key, YamlValue Value)> Entries) : YamlValue(At);

/// <summary>
/// Reads the plain part of YAML that definitions are written in, keeping positions. Anchors, aliases, tags and a second document are errors:
/// a rule must read the same to the officer who looks at the file as to the program.
/// </summary>
internal sealed class YamlReader
{
    const int MostCharacters = 1_000_000;
    const int MostNesting = 40;

    readonly string _file;
    readonly List<DefinitionError> _errors;
    readonly Parser _parser;
    int _nesting;

    YamlReader(string text, string file, List<DefinitionError> errors)
    {
        (_file, _errors) = (file, errors);
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>The value of the only document, or null when the text is no YAML; errors are added to the list.</summary>
    public static YamlValue? Read(string text, string file, List<DefinitionError> errors)
    {
        if (text.Length > MostCharacters)
        {
            errors.Add(new DefinitionError(new SourceLocation(file, 1, 1), new Text("文件太大", "the file is too large")));
            return null;
        }
        var reader = new YamlReader(text, file, errors);
        try { return reader.Document(); }
        catch (YamlException e)
        {
            if (TabIn(text) is { } tab)
            {
                errors.Add(new DefinitionError(new SourceLocation(file, tab, 1), new Text("缩进不能用制表符（Tab），请用空格", "indent with spaces, not with a tab")));
                return null;
            }
            var cause = e.InnerException?.Message ?? e.Message;
            errors.Add(new DefinitionError(reader.At(e.Start), new Text($"YAML 写法有误：{cause}", $"this is not YAML: {cause}")));
            return null;
        }
    }

    /// <summary>The first line that is indented with a tab: the most frequent slip, for which the parser names another place.</summary>
    static int? TabIn(string text)
    {
        var index = Array.FindIndex(text.Split('\n'), line => line.TakeWhile(char.IsWhiteSpace).Contains('\t'));
        return index < 0 ? null : index + 1;
    }

    SourceLocation At(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    void Wrong(ParsingEvent at, string zh, string en) => _errors.Add(new DefinitionError(At(at.Start), new Text(zh, en)));

    ParsingEvent Next()
    {
        if (!_parser.MoveNext()) throw new YamlException("the text ends too early");
        return _parser.Current!;
    }

    YamlValue? Document()
    {
        Next();
        if (Next() is StreamEnd end)
        {
            Wrong(end, "文件是空的", "the file is empty");
            return null;
        }
        var value = Value(Next());
        Next();
        if (Next() is not StreamEnd) Wrong(_parser.Current!, "一个文件只能有一份定义（多了 ---）", "a file holds one definition (a second --- was found)");
        return value;
    }

    YamlValue Value(ParsingEvent at)
    {
        if (++_nesting > MostNesting) throw new YamlException(at.Start, at.End, "nested too deeply");
        if (at is NodeEvent { Anchor.IsEmpty: false }) Wrong(at, "不用锚点（&），请写全", "no anchors (&): write it out");
        if (at is NodeEvent { Tag.IsEmpty: false }) Wrong(at, "不用标签（!）", "no tags (!)");
        YamlValue value = at switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart => Sequence(at),
            MappingStart => Mapping(at),
            AnchorAlias => Alias(at),
            _ => throw new YamlException(at.Start, at.End, $"unexpected {at.GetType().Name}"),
        };
        _nesting--;
        return value;
    }

    YamlScalar Alias(ParsingEvent at)
    {
        Wrong(at, "不用别名（*），请写全；含 * 的文字请加引号", "no aliases (*): write it out; put text with * in quotation marks");
        return new YamlScalar(At(at.Start), "", true, (int)at.Start.Index);
    }

    YamlScalar Scalar(Scalar scalar) => new(At(scalar.Start), scalar.Value, scalar.Style == ScalarStyle.Plain, (int)scalar.Start.Index);

    YamlList Sequence(ParsingEvent start)
    {
        var items = new List<YamlValue>();
        while (Next() is not SequenceEnd) items.Add(Value(_parser.Current!));
        return new YamlList(At(start.Start), items);
    }

    YamlMap Mapping(ParsingEvent start)
    {
        var entries = new List<(YamlScalar, YamlValue)>();
        var seen = new Dictionary<string, SourceLocation>();
        while (Next() is not MappingEnd)
        {
            var at = _parser.Current!;
            var key = Value(at);
            var value = Value(Next());
            if (key is not YamlScalar name) Wrong(at, "键应是一个词", "a key must be a word");
            else if (seen.TryGetValue(name.Text, out var first)) Wrong(at, $"键“{name.Text}”重复，第 {first.Line} 行已有", $"the key “{name.Text}” is there twice, first in line {first.Line}");
            else
            {
                seen.Add(name.Text, name.At);
                entries.Add((name, value));
            }
        }
        return new YamlMap(At(start.Start), entries);
    }
}
