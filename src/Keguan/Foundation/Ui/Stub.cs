// Stands in until Field.cs and FileField.cs land: then delete this file.
namespace Keguan.Foundation.Ui;
public sealed record Choice(string Value, Text Label);
public sealed record FileShown(string Id, string Name, long Bytes, string Hash, string Url);
