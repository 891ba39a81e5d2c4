namespace Keguan.Foundation.Codes;

/// <summary>Full-width letters, digits and signs, as a Chinese keyboard gives them, made narrow: ９ → 9, Ａ → A, （ → (. Unlike Unicode's normalisation it takes any text, also broken one.</summary>
public static class HalfWidth
{
    public static string Of(string typed) => string.Create(typed.Length, typed, (narrow, wide) =>
    {
        for (var i = 0; i < wide.Length; i++) narrow[i] = Of(wide[i]);
    });

    public static char Of(char c) => c switch
    {
        '\u3000' => ' ',
        >= '\uff01' and <= '\uff5e' => (char)(c - 0xfee0),
        _ => c,
    };
}
