namespace Keguan.Foundation.Definitions;

/// <summary>Where each record and each of its values stood in the file.</summary>
internal sealed class DefinitionPlaces(string text, SourceLocation start)
{
    readonly Dictionary<object, SourceLocation> _records = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<object, Dictionary<string, (SourceLocation Key, YamlValue Value)>> _values = new(ReferenceEqualityComparer.Instance);

    public void Add(object record, SourceLocation at) => _records[record] = at;

    public void Add(object record, string property, SourceLocation key, YamlValue value)
    {
        if (!_values.TryGetValue(record, out var properties)) _values.Add(record, properties = []);
        properties[property] = (key, value);
    }

    public SourceLocation Of(object record, string property = "", int? item = null)
    {
        if (property.Length > 0 && _values.GetValueOrDefault(record)?.TryGetValue(property, out var place) == true)
            return item is { } i && place.Value is YamlList list && i < list.Items.Count ? list.Items[i].At : item is null ? place.Value.At : place.Key;
        return _records.GetValueOrDefault(record, start);
    }

    /// <summary>A text of a record as an expression that knows its place.</summary>
    public ExpressionSource Expression(object record, string property, string source) =>
        _values.GetValueOrDefault(record)?.TryGetValue(property, out var place) == true && place.Value is YamlScalar scalar && scalar.Text == source
            ? new ExpressionSource(scalar, text)
            : new ExpressionSource(source, Of(record, property));
}
