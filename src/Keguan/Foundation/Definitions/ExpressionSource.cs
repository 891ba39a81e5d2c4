namespace Keguan.Foundation.Definitions;

/// <summary>An expression as it stands in a definition, which knows where each of its characters stands in the file.</summary>
public sealed class ExpressionSource
{
    readonly string _file = "";
    readonly int _start;

    public ExpressionSource(string text, SourceLocation at) => (Text, At) = (text, at);

    internal ExpressionSource(YamlScalar scalar, string file) : this(scalar.Text, scalar.At) => (_file, _start) = (file, scalar.Start);

    public string Text { get; }
    public SourceLocation At { get; }
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);

    /// <summary>
    /// The place in the file of a character of the text. Folding and indentation change only blanks, so the n-th visible character of the text is
    /// the n-th visible one in the file; where escapes break that, it is the beginning.
    /// </summary>
    public SourceLocation Locate(int offset)
    {
        if (_file.Length == 0) return At;
        var at = _start;
        if (_file[at] is '|' or '>') at = _file.IndexOf('\n', at) + 1;
        else if (_file[at] is '"' or '\'') at++;
        // A place behind the end (something is missing there) is that behind the last character.
        var visible = Text[..Math.Min(offset + 1, Text.Length)];
        var last = at;
        foreach (var c in visible)
        {
            if (char.IsWhiteSpace(c)) continue;
            while (at < _file.Length && char.IsWhiteSpace(_file[at])) at++;
            if (at >= _file.Length || _file[at] != c) return At;
            last = at++;
        }
        if (offset >= Text.Length) last++;
        var line = 1 + _file.AsSpan(0, last).Count('\n');
        return new SourceLocation(At.File, line, last - _file.LastIndexOf('\n', Math.Max(0, last - 1)));
    }

    public override string ToString() => Text;
}
