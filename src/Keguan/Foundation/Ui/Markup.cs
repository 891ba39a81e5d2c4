using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace Keguan.Foundation.Ui;

/// <summary>HTML under construction: what is literal in the code stays, every value in braces is encoded, other <see cref="IHtmlContent"/> passes.</summary>
public sealed class Markup : IHtmlContent
{
    /// <summary>Chinese stays as it is: a third fewer bytes than with entities.</summary>
    public static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly StringBuilder _html = new();

    public static Markup Empty => new();

    public bool IsEmpty => _html.Length == 0;

    public static Markup Of([InterpolatedStringHandlerArgument] ref Handler handler) => handler.Target;

    public Markup Add([InterpolatedStringHandlerArgument("")] ref Handler handler) => handler.Target;

    public Markup Add(IHtmlContent? content)
    {
        if (content is Markup markup) _html.Append(markup._html);
        else if (content is not null)
        {
            using var writer = new StringWriter(_html, CultureInfo.InvariantCulture);
            content.WriteTo(writer, Encoder);
        }
        return this;
    }

    /// <summary> name="value", or nothing where the value is null or empty.</summary>
    public static Markup Attr(string name, string? value) => string.IsNullOrEmpty(value) ? Empty : Of($"{new HtmlString(" " + name)}=\"{value}\"");

    /// <summary> name, or nothing.</summary>
    public static Markup Flag(string name, bool on) => on ? Of($"{new HtmlString(" " + name)}") : Empty;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => writer.Write(_html);

    public override string ToString() => _html.ToString();

    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
        public Markup Target { get; }

        public Handler(int literalLength, int formattedCount) => Target = new Markup();

        public Handler(int literalLength, int formattedCount, Markup target) => Target = target;

        public void AppendLiteral(string html) => Target._html.Append(html);

        public void AppendFormatted(string? value)
        {
            if (!string.IsNullOrEmpty(value)) Target._html.Append(Encoder.Encode(value));
        }

        public void AppendFormatted<T>(T value, string? format) where T : IFormattable =>
            AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        /// <summary>One method for all: an overload for <see cref="IHtmlContent"/> would lose against the generic one for its implementations.</summary>
        public void AppendFormatted<T>(T value)
        {
            if (value is IHtmlContent content) Target.Add(content);
            else AppendFormatted(value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString());
        }
    }
}
