using System.Text;

namespace Keguan.Foundation.Sheets;

/// <summary>RFC 4180 as it is met in the field: comma, semicolon or tab; UTF-8, UTF-16 or GB 18030; quoted line breaks.</summary>
internal static class CsvReader
{
    public static IEnumerable<SheetRow> Read(Stream file, SheetLimits limits)
    {
        using var text = new StreamReader(file, EncodingOf(file), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        var source = new Source(text);
        var delimiter = source.Delimiter();
        var builder = new RowBuilder(limits);
        var cell = new StringBuilder();
        var (number, column) = (1, 0);
        while (true)
        {
            var c = source.Next();
            if (c == '"' && cell.Length == 0)
            {
                Quoted(source, cell, number, column, limits);
                continue;
            }
            if (c is not (-1 or '\r' or '\n') && c != delimiter)
            {
                Refusal.If(c == 0, "这不是表格文件，请上传 .xlsx 或 .csv。", "This is not a table: upload .xlsx or .csv.");
                cell.Append((char)c);
                Refusal.If(cell.Length > limits.CellLength, $"{CellAddress.Of(column, number)}：一个单元格最多 {limits.CellLength} 字。", $"{CellAddress.Of(column, number)}: a cell holds at most {limits.CellLength} characters.");
                continue;
            }
            if (cell.Length > 0) builder.Set(column, number, Unarmed(cell.ToString()));
            cell.Clear();
            if (c == delimiter) { column++; continue; }
            if (c == '\r' && source.Peek() == '\n') source.Next();
            if (builder.Take(number) is { } row) yield return row;
            if (c < 0) yield break;
            (number, column) = (number + 1, 0);
        }
    }

    static void Quoted(Source source, StringBuilder cell, int row, int column, SheetLimits limits)
    {
        while (true)
        {
            var c = source.Next();
            Refusal.If(c < 0 || cell.Length > limits.CellLength,
                $"{CellAddress.Of(column, row)}：引号没有结束，后面的内容无法分列。请补上引号，或另存为 .xlsx。",
                $"{CellAddress.Of(column, row)}: a quotation mark is not closed. Close it, or save as .xlsx.");
            if (c != '"') cell.Append((char)c);
            else if (source.Peek() == '"') { source.Next(); cell.Append('"'); }
            else return;
        }
    }

    /// <summary>Takes off the apostrophe that keeps text from being reckoned as a formula.</summary>
    static string Unarmed(string text) => text.Length > 1 && text[0] == '\'' && text[1] is '=' or '+' or '-' or '@' or '\t' or '\r' ? text[1..] : text;

    static Encoding EncodingOf(Stream file)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        Span<byte> head = stackalloc byte[2];
        file.Position = 0;
        var read = file.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        try
        {
            if (read == 2 && head is [0xFF, 0xFE] or [0xFE, 0xFF]) return strict;
            file.Position = 0;
            if (Decodes(file, strict)) return strict;
            var chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
            file.Position = 0;
            if (Decodes(file, chinese)) return chinese;
        }
        finally { file.Position = 0; }
        throw new Refusal("文件的文字编码无法识别，请另存为 .xlsx 或 UTF-8 编码的 .csv。", "The text encoding is unknown: save as .xlsx, or as .csv in UTF-8.");
    }

    static bool Decodes(Stream file, Encoding encoding)
    {
        var decoder = encoding.GetDecoder();
        var bytes = new byte[1 << 16];
        var chars = new char[encoding.GetMaxCharCount(bytes.Length)];
        try
        {
            while (true)
            {
                var n = file.Read(bytes);
                decoder.GetChars(bytes.AsSpan(0, n), chars, flush: n == 0);
                if (n == 0) return true;
            }
        }
        catch (DecoderFallbackException) { return false; }
    }

    /// <summary>A window on the text, wide enough to look at the first line before it is taken apart.</summary>
    sealed class Source(TextReader text)
    {
        readonly char[] _window = new char[1 << 16];
        int _at, _end;

        public int Peek() => Fill() ? _window[_at] : -1;

        public int Next() => Fill() ? _window[_at++] : -1;

        bool Fill()
        {
            if (_at < _end) return true;
            _at = 0;
            _end = text.ReadBlock(_window);
            return _end > 0;
        }

        /// <summary>The separator that the first line uses most; a first line “sep=;” (Excel's own) says it outright and is skipped.</summary>
        public char Delimiter()
        {
            Fill();
            var head = _window.AsSpan(0, _end);
            if (head.StartsWith("sep=") && head.Length > 5 && head[5] is '\r' or '\n')
            {
                _at = head[5] == '\r' && head.Length > 6 && head[6] == '\n' ? 7 : 6;
                return head[4];
            }
            Span<int> counts = stackalloc int[3];
            var quoted = false;
            foreach (var c in head)
            {
                if (c == '"') quoted = !quoted;
                else if (!quoted && c is '\n' or '\r') break;
                else if (!quoted && ",;\t".IndexOf(c) is >= 0 and var i) counts[i]++;
            }
            return counts[2] > counts[0] && counts[2] >= counts[1] ? '\t' : counts[1] > counts[0] ? ';' : ',';
        }
    }
}
