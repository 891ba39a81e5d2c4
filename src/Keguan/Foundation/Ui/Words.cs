namespace Keguan.Foundation.Ui;

/// <summary>What a component shows: a <see cref="Text"/> in both languages, or a name, a number, a title as it stands in the database.</summary>
public readonly struct Words
{
    readonly Text _text;

    Words(Text text) => _text = text;

    public bool IsEmpty => _text.IsEmpty;

    public override string ToString() => _text.ToString();

    public static implicit operator Words(Text text) => new(text);
    public static implicit operator Words(Text? text) => new(text ?? default);
    public static implicit operator Words(string? text) => new(Text.Same(text ?? ""));
    public static implicit operator Words(long number) => new(Text.Same(Number(number)));
    public static implicit operator Words(int number) => new(Text.Same(Number(number)));

    /// <summary>1,284 with a true minus sign.</summary>
    public static string Number(long number) =>
        number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');
}
