using System.Globalization;
using System.Text;

namespace Keguan.Foundation.Expressions;

internal enum TokenKind { End, Literal, Name, Symbol }

/// <param name="Word">The name, the symbol in its canonical form, or the source of a literal.</param>
internal readonly record struct Token(TokenKind Kind, Span Span, string Word, Value Value);

/// <summary>Cuts the source into tokens. Accepts what a Chinese keyboard produces: full-width brackets and commas, “ ”, ≥ ≤ ≠ × ÷.</summary>
internal sealed class Lexer(string source)
{
    private static readonly Dictionary<char, char> Narrow = new()
    {
        ['（'] = '(', ['）'] = ')', ['，'] = ',', ['？'] = '?', ['：'] = ':', ['×'] = '*', ['÷'] = '/', ['−'] = '-', ['－'] = '-', ['＋'] = '+',
        ['＜'] = '<', ['＞'] = '>', ['＝'] = '=', ['［'] = '[', ['］'] = ']', ['【'] = '[', ['】'] = ']', ['％'] = '%', ['！'] = '!',
    };

    private int at;

    public static List<Token> Cut(string source)
    {
        if (source.Length > ExpressionLimits.SourceLength)
            throw new ExpressionException(new Span(0, 0), $"表达式过长：{source.Length} 个字符，上限 {ExpressionLimits.SourceLength}",
                $"the expression is too long: {source.Length} characters of at most {ExpressionLimits.SourceLength}");
        var lexer = new Lexer(source);
        var tokens = new List<Token>();
        do tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private char Current => Peek(0);

    private char Peek(int ahead)
    {
        if (at + ahead >= source.Length) return '\0';
        var c = source[at + ahead];
        return Narrow.TryGetValue(c, out var narrow) ? narrow : c;
    }

    private static bool StartsName(char c) => char.IsLetter(c) || c == '_';
    private static bool ContinuesName(char c) => StartsName(c) || char.IsAsciiDigit(c);

    private Token Next()
    {
        while (at < source.Length && char.IsWhiteSpace(source[at])) at++;
        var start = at;
        if (at >= source.Length) return new(TokenKind.End, new Span(start, start), "", default);
        var c = Current;
        if (char.IsAsciiDigit(c)) return Number();
        if (c is '"' or '“' or '”') return Quoted();
        if (c == '\'') return Raw();
        if (StartsName(c))
        {
            while (at < source.Length && ContinuesName(source[at])) at++;
            return new(TokenKind.Name, new Span(start, at), source[start..at], default);
        }
        return Symbol();
    }

    private Token Symbol()
    {
        var start = at;
        var two = $"{Current}{Peek(1)}";
        Token Take(int length, string word)
        {
            at += length;
            return new(TokenKind.Symbol, new Span(start, at), word, default);
        }
        switch (two)
        {
            case "==" or "!=" or "<=" or ">=": return Take(2, two);
            case "&&": throw Wrong(2, "“并且”写作 and", "write “and”");
            case "||": throw Wrong(2, "“或者”写作 or", "write “or”");
            case "<>": throw Wrong(2, "“不等于”写作 !=", "write != for “not equal”");
        }
        switch (Current)
        {
            case '≥': return Take(1, ">=");
            case '≤': return Take(1, "<=");
            case '≠': return Take(1, "!=");
            case '+' or '-' or '*' or '/' or '<' or '>' or '(' or ')' or '[' or ']' or ',' or '.' or '?' or ':': return Take(1, Current.ToString());
            case '=': throw Wrong(1, "比较是否相等写作 ==", "write == to compare");
            case '!': throw Wrong(1, "“非”写作 not，“不等于”写作 !=", "write “not”, or != for “not equal”");
            case '%': throw Wrong(1, "百分号只能紧跟在数后面，如 30%", "a percent sign stands right after a number: 30%");
            default:
                var shown = char.IsSurrogatePair(source, at) ? source.Substring(at, 2) : source[at].ToString();
                throw Wrong(shown.Length, $"不认识的符号“{shown}”", $"unknown symbol “{shown}”");
        }
    }

    /// <summary>A number, a percentage, an amount of money with its unit, or a date 2026-11-30.</summary>
    private Token Number()
    {
        var start = at;
        while (char.IsAsciiDigit(Current)) at++;
        if (at - start == 4 && Current == '-' && Digits(1) && Digits(2) && Peek(3) == '-' && Digits(4) && Digits(5) && !Digits(6)) return Date(start);
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            at++;
            while (char.IsAsciiDigit(Current)) at++;
        }
        var digits = source.AsSpan(start, at - start);
        if (digits.Length > 28 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            throw new ExpressionException(new Span(start, at), "这个数太长", "this number has too many digits");
        if (Current == '%')
        {
            at++;
            return new(TokenKind.Literal, new Span(start, at), "", Value.Of(number / 100m));
        }
        var end = at;
        while (Current == ' ') at++;
        var word = at;
        while (at < source.Length && char.IsLetter(source[at])) at++;
        var unit = source[word..at];
        // What follows a number can only be a unit or a word of the language.
        if (unit.Length == 0 || ExpressionScope.Reserved.Contains(unit))
        {
            at = end;
            return new(TokenKind.Literal, new Span(start, end), "", Value.Of(number));
        }
        if (!MoneyUnits.Fen.TryGetValue(unit, out var factor))
        {
            var hint = Nearest.Hint(unit, MoneyUnits.Fen.Keys);
            throw new ExpressionException(new Span(word, at), $"不认识的单位“{unit}”，金额单位有 {string.Join("、", MoneyUnits.Fen.Keys)}{hint.Zh}",
                $"unknown unit “{unit}”; the units of money are {string.Join(", ", MoneyUnits.Fen.Keys)}{hint.En}");
        }
        if (!MoneyUnits.TryScale(number, factor, out var fen))
            throw new ExpressionException(new Span(start, at), "金额细于 1 分，或过大", "the amount is finer than 0.01 元, or too large");
        return new(TokenKind.Literal, new Span(start, at), "", Value.Money(fen));
    }

    private bool Digits(int ahead) => char.IsAsciiDigit(Peek(ahead));

    private Token Date(int start)
    {
        at = start + 10;
        var text = source[start..at];
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new ExpressionException(new Span(start, at), $"没有 {text} 这一天", $"there is no such day as {text}");
        return new(TokenKind.Literal, new Span(start, at), "", Value.Of(date));
    }

    private Token Quoted()
    {
        var start = at;
        var plain = source[at++] == '"';
        var text = new StringBuilder();
        while (at < source.Length)
        {
            var c = source[at++];
            if (plain ? c == '"' : c is '”' or '“') return new(TokenKind.Literal, new Span(start, at), "", Value.Verbatim(text.ToString()));
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }
            var escaped = at < source.Length ? source[at++] : '\0';
            text.Append(escaped switch
            {
                'n' => '\n', 't' => '\t', 'r' => '\r', '"' or '\\' or '”' or '“' or '\'' => escaped,
                _ => throw new ExpressionException(new Span(at - 2, at), @"反斜杠后只能是 \ "" n t r；含反斜杠的模式请用单引号括起：'\d{6}'",
                    @"after a backslash only \ "" n t r; put patterns with backslashes in single quotes: '\d{6}'"),
            });
        }
        throw new ExpressionException(new Span(start, at), "文字没有收尾的引号", "the text has no closing quotation mark");
    }

    /// <summary>In single quotes everything is as it stands; '' is one quotation mark. For patterns.</summary>
    private Token Raw()
    {
        var start = at++;
        var text = new StringBuilder();
        while (at < source.Length)
        {
            var c = source[at++];
            if (c != '\'') text.Append(c);
            else if (Current == '\'') { text.Append('\''); at++; }
            else return new(TokenKind.Literal, new Span(start, at), "", Value.Verbatim(text.ToString()));
        }
        throw new ExpressionException(new Span(start, at), "文字没有收尾的引号", "the text has no closing quotation mark");
    }

    private ExpressionException Wrong(int length, string zh, string en) => new(new Span(at, at + length), zh, en);
}
