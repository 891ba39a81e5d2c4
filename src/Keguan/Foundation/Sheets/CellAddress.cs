using System.Globalization;

namespace Keguan.Foundation.Sheets;

/// <summary>The names that a person sees at the edge of the spreadsheet: column 1, row 7 is “B7”.</summary>
public static class CellAddress
{
    /// <summary>0 → A, 25 → Z, 26 → AA.</summary>
    public static string Column(int index)
    {
        var name = "";
        for (var n = index + 1; n > 0; n = (n - 1) / 26) name = (char)('A' + (n - 1) % 26) + name;
        return name;
    }

    /// <param name="row">Counted from 1, as shown.</param>
    public static string Of(int column, int row) => Column(column) + row.ToString(CultureInfo.InvariantCulture);

    /// <summary>The column of “B7”, counted from 0; −1 where there are no letters in front.</summary>
    public static int ColumnOf(ReadOnlySpan<char> address)
    {
        var column = 0;
        foreach (var c in address)
        {
            if (!char.IsAsciiLetter(c)) break;
            column = column * 26 + (c & 0x1f);
            if (column > 20_000) return 20_000;
        }
        return column - 1;
    }
}
