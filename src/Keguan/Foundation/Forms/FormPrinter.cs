using Keguan.Foundation.Documents;

namespace Keguan.Foundation.Forms;

/// <summary>Prints a form by its definition: facts, texts, tables, list of files. Section by section into a document that the caller begins and ends.</summary>
public static class FormPrinter
{
    public static void Print(WordDocument document, FormView view, int level = 1)
    {
        document.Heading(level, view.Section.Label.ToString());
        var facts = view.Fields.Where(field => field.Type is not (FieldType.LongText or FieldType.Rows or FieldType.Attachment)).ToList();
        if (facts.Count > 0)
            document.Facts(facts.Select(field => new WordFact(field.Label.ToString(), view.Shown(field) is { Length: > 0 } shown ? $"{shown} {field.Unit}".TrimEnd() : "", field.Type == FieldType.Text && (field.Max ?? 0) > 40)));
        foreach (var field in view.Fields)
        {
            switch (field.Type)
            {
                case FieldType.LongText:
                    document.Heading(level + 1, field.Label.ToString());
                    foreach (var line in view.Typed[field.Key].Split('\n', StringSplitOptions.RemoveEmptyEntries)) document.Paragraph(line);
                    break;
                case FieldType.Rows:
                    var rows = view.Typed.RowsOf(field.Key);
                    document.Table(
                        [.. field.Columns.Select(column => new WordColumn(column.Label + (column.Type == FieldType.Money ? "（万元）" : ""), column.Type == FieldType.Text ? Math.Clamp((double)(column.Max ?? 20) / 20, 1, 3) : 1, FormView.IsNumeric(column)))],
                        rows.Select(row => (IReadOnlyList<string?>)[.. field.Columns.Select(column => view.Shown(column, row.GetValueOrDefault(column.Key, "")))]),
                        field.Columns.Any(column => column.Sum) ? [.. field.Columns.Select((column, i) => column.Sum ? view.SumOf(field, column) : i == 0 ? new Text("合计", "Total").ToString() : "")] : null,
                        field.Label.ToString());
                    break;
                case FieldType.Attachment:
                    var files = view.Context.FilesOf(field.Key);
                    document.Note($"{field.Label}：{(files.Count == 0 ? new Text("无", "none").ToString() : string.Join("；", files.Select(file => $"{file.Name}（sha256 {file.Hash[..16]}…）")))}");
                    break;
            }
        }
    }
}
