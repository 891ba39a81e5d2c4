using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Keguan.Foundation.Sheets;

/// <summary>Reads a workbook forward only, counting every byte that is unpacked. No formula is evaluated, nothing outside the file is fetched.</summary>
internal static class XlsxReader
{
    static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
    };

    public static IEnumerable<SheetRow> Read(Stream file, SheetLimits limits, string? sheet)
    {
        using var book = Guarded(() => new Book(file, limits));
        using var rows = book.Rows(sheet).GetEnumerator();
        while (Guarded(rows.MoveNext)) yield return rows.Current;
    }

    static T Guarded<T>(Func<T> read)
    {
        try { return read(); }
        catch (Exception e) when (e is InvalidDataException or XmlException or FormatException or OverflowException or KeyNotFoundException or ArgumentException or IndexOutOfRangeException)
        {
            throw new Refusal("文件已损坏或不是 .xlsx 工作簿，请在 Excel/WPS 中打开后另存一次再导入。", "The file is damaged or no .xlsx workbook: open it in Excel or WPS and save it again.");
        }
    }

    sealed class Book : IDisposable
    {
        readonly ZipArchive _zip;
        readonly SheetLimits _limits;
        readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
        readonly List<string> _shared = [];
        readonly List<Shape> _shapes = [];
        long _left;
        bool _since1904;

        public Book(Stream file, SheetLimits limits)
        {
            (_limits, _left) = (limits, limits.UnpackedBytes);
            _zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (_zip.Entries.Count > 10_000) throw new InvalidDataException();
            foreach (var entry in _zip.Entries) _parts[entry.FullName.TrimStart('/')] = entry;
        }

        public void Dispose() => _zip.Dispose();

        XmlReader Open(string path) => XmlReader.Create(new Counted(_parts[path].Open(), this), Settings);

        public IEnumerable<SheetRow> Rows(string? wanted)
        {
            var part = PartOf(wanted);
            if (_parts.ContainsKey("xl/sharedStrings.xml")) ReadShared();
            if (_parts.ContainsKey("xl/styles.xml")) ReadStyles();
            using var xml = Open(part);
            var builder = new RowBuilder(_limits);
            var (row, column) = (0, -1);
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row" && builder.Take(row) is { } taken) yield return taken;
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "row")
                {
                    row = int.TryParse(xml.GetAttribute("r"), CultureInfo.InvariantCulture, out var given) ? given : row + 1;
                    column = -1;
                }
                else if (xml.LocalName == "c")
                {
                    column = xml.GetAttribute("r") is { } address ? CellAddress.ColumnOf(address) : column + 1;
                    if (column < 0) throw new InvalidDataException();
                    builder.Set(column, row, Cell(xml));
                }
            }
        }

        string PartOf(string? wanted)
        {
            var targets = new Dictionary<string, string>();
            using (var links = Open("xl/_rels/workbook.xml.rels"))
                while (links.Read())
                    if (links is { NodeType: XmlNodeType.Element, LocalName: "Relationship" })
                        targets[links.GetAttribute("Id") ?? ""] = links.GetAttribute("Target") ?? "";
            string? first = null;
            using var book = Open("xl/workbook.xml");
            while (book.Read())
            {
                if (book.NodeType != XmlNodeType.Element) continue;
                if (book.LocalName == "workbookPr") _since1904 = book.GetAttribute("date1904") is "1" or "true";
                if (book.LocalName != "sheet") continue;
                var link = book.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships") ?? book.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships") ?? "";
                var target = targets[link];
                var path = target.StartsWith('/') ? target[1..] : "xl/" + target;
                if (wanted is null ? book.GetAttribute("state") is null or "visible" : book.GetAttribute("name") == wanted) return path;
                first ??= path;
            }
            if (wanted is not null) throw new Refusal($"工作簿中没有名为“{wanted}”的工作表。", $"The workbook has no sheet named “{wanted}”.");
            return first ?? throw new InvalidDataException();
        }

        void ReadShared()
        {
            using var xml = Open("xl/sharedStrings.xml");
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                    _shared.Add(Words(xml, "si"));
        }

        void ReadStyles()
        {
            var formats = new Dictionary<int, string>();
            using var xml = Open("xl/styles.xml");
            var inside = false;
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "cellXfs") break;
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "numFmt") formats[Int(xml.GetAttribute("numFmtId"))] = xml.GetAttribute("formatCode") ?? "";
                else if (xml.LocalName == "cellXfs") inside = true;
                else if (inside && xml.LocalName == "xf")
                {
                    var id = Int(xml.GetAttribute("numFmtId"));
                    _shapes.Add(formats.TryGetValue(id, out var code) ? Shape.Of(code) : Shape.BuiltIn(id));
                }
            }
        }

        string Cell(XmlReader xml)
        {
            var type = xml.GetAttribute("t");
            var style = Int(xml.GetAttribute("s"));
            if (xml.IsEmptyElement) return "";
            var depth = xml.Depth;
            var text = "";
            while (xml.Read() && xml.Depth > depth)
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "is") text = Words(xml, "is");
                else if (xml.LocalName == "v") text = Content(xml);
            }
            if (text.Length == 0) return "";
            return type switch
            {
                "s" => _shared[int.Parse(text, CultureInfo.InvariantCulture)],
                "inlineStr" => text,
                "str" => Unescaped(text),
                "b" => text == "1" ? "TRUE" : "FALSE",
                "e" => text,
                "d" => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? Shape.Shown(moment) : text,
                _ => Number(text, style < _shapes.Count ? _shapes[style] : default),
            };
        }

        string Number(string text, Shape shape)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return text;
            if (shape.IsDate && number is >= 0 and < 2_958_466) return shape.Shown(number, _since1904);
            if (Math.Abs(number) >= 7e27) return text;
            // The way from double to decimal keeps 15 digits: 0.30000000000000004 is 0.3, as the spreadsheet shows it. Long integers (numbers of documents) keep all they have.
            var exact = Math.Abs(number) < 1e15 ? (decimal)number : decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return shape.Shown(exact);
        }

        /// <summary>The text of rich or plain text, without the reading aids of Japanese and Chinese (rPh).</summary>
        static string Words(XmlReader xml, string end)
        {
            if (xml.IsEmptyElement) return "";
            var depth = xml.Depth;
            string? one = null;
            StringBuilder? many = null;
            while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth && xml.LocalName == end))
            {
                if (xml.NodeType != XmlNodeType.Element) continue;
                if (xml.LocalName == "rPh" && !xml.IsEmptyElement)
                {
                    var inner = xml.Depth;
                    while (xml.Read() && xml.Depth > inner) { }
                }
                else if (xml.LocalName == "t")
                {
                    var text = Content(xml);
                    if (one is null) one = text;
                    else (many ??= new StringBuilder(one)).Append(text);
                }
            }
            return Unescaped(many?.ToString() ?? one ?? "");
        }

        static string Content(XmlReader xml)
        {
            if (xml.IsEmptyElement) return "";
            var depth = xml.Depth;
            var text = "";
            while (xml.Read() && xml.Depth > depth)
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                    text = text.Length == 0 ? xml.Value : text + xml.Value;
            return text;
        }

        static string Unescaped(string text)
        {
            if (!text.Contains("_x", StringComparison.Ordinal)) return text;
            var plain = new StringBuilder();
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '_' && i + 6 < text.Length && text[i + 1] == 'x' && text[i + 6] == '_'
                    && ushort.TryParse(text.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    if (code != '\r') plain.Append((char)code);
                    i += 6;
                }
                else plain.Append(text[i]);
            }
            return plain.ToString();
        }

        static int Int(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : 0;

        void Spend(int bytes)
        {
            _left -= bytes;
            Refusal.If(_left < 0, $"文件展开后超过 {_limits.UnpackedBytes >> 20} MB，不予读取。", $"The file unfolds to more than {_limits.UnpackedBytes >> 20} MB and is not read.");
        }

        sealed class Counted(Stream inner, Book book) : Stream
        {
            public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

            public override int Read(Span<byte> buffer)
            {
                var n = inner.Read(buffer);
                book.Spend(n);
                return n;
            }

            public override bool CanRead => true;
            public override bool CanSeek => false;
            public override bool CanWrite => false;
            public override long Length => throw new NotSupportedException();
            public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
            public override void Flush() { }
            public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
            public override void SetLength(long value) => throw new NotSupportedException();
            public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

            protected override void Dispose(bool disposing)
            {
                if (disposing) inner.Dispose();
                base.Dispose(disposing);
            }
        }
    }

    /// <summary>What a number format makes of a number, as far as it changes its meaning: day, moment, per cent, leading zeros.</summary>
    readonly record struct Shape(bool Day, bool Clock, bool Percent, int Zeros)
    {
        public bool IsDate => Day || Clock;

        public static Shape BuiltIn(int id) => id switch
        {
            9 or 10 => new(false, false, true, 0),
            14 or 15 or 16 or 17 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => new(true, false, false, 0),
            18 or 19 or 20 or 21 or (>= 32 and <= 35) or 45 or 46 or 47 or 55 or 56 => new(false, true, false, 0),
            22 => new(true, true, false, 0),
            _ => default,
        };

        public static Shape Of(string code)
        {
            var plain = new StringBuilder();
            for (var i = 0; i < code.Length && code[i] != ';'; i++)
            {
                if (code[i] == '"') { while (++i < code.Length && code[i] != '"') { } }
                else if (code[i] is '\\' or '_' or '*') i++;
                else if (code[i] == '[')
                {
                    var close = code.IndexOf(']', i);
                    if (close < 0) break;
                    if (code[(i + 1)..close].Trim('h', 'H', 'm', 'M', 's', 'S').Length == 0) plain.Append(code.AsSpan(i + 1, close - i - 1));
                    i = close;
                }
                else plain.Append(char.ToLowerInvariant(code[i]));
            }
            var format = plain.ToString();
            if (format.Contains("general", StringComparison.Ordinal)) return default;
            var clock = format.AsSpan().IndexOfAny('h', 's') >= 0;
            var day = format.AsSpan().IndexOfAny('y', 'd', 'e') >= 0 && !format.Contains("e+", StringComparison.Ordinal) && !format.Contains("e-", StringComparison.Ordinal)
                || format.Contains('m', StringComparison.Ordinal) && !clock;
            if (day || clock) return new(day, clock, false, 0);
            return new(false, false, format.Contains('%', StringComparison.Ordinal), format.Length > 1 && format.AsSpan().ContainsAnyExcept('0') is false ? format.Length : 0);
        }

        public string Shown(double serial, bool since1904)
        {
            // Excel believes that 1900 was a leap year; so its days before March 1900 are one off.
            var moment = since1904 ? new DateTime(1904, 1, 1).AddDays(serial) : DateTime.FromOADate(serial < 60 ? serial + 1 : serial);
            moment = new DateTime((moment.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
            if (!Day && serial < 1) return moment.ToString(moment.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
            return Clock ? Shown(moment) : moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        public static string Shown(DateTime moment) => moment.ToString(
            moment.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : moment.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

        public string Shown(decimal number)
        {
            if (Percent) return (number * 100).ToString("0.############", CultureInfo.InvariantCulture) + "%";
            return number.ToString(Zeros > 1 ? new string('0', Zeros) : "0.############################", CultureInfo.InvariantCulture);
        }
    }
}
