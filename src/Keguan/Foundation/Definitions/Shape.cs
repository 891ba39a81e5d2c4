using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Keguan.Foundation.Definitions;

/// <summary>The word for a member of an enumeration in definitions, where it is not its own name in kebab-case.</summary>
[AttributeUsage(AttributeTargets.Field)]
public sealed class DefinitionNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

internal enum ShapeKind { Text, Flag, Whole, Decimal, Money, Date, Bilingual, Choice, Expression, List, Map, Record }

internal sealed record Field(PropertyInfo Property, string Key, bool Required, bool Nullable, Shape Shape)
{
    public string? Description => Property.GetCustomAttribute<DescriptionAttribute>()?.Description;
}

/// <summary>How a C# type is written in YAML: what the reader and the schema both go by.</summary>
internal sealed class Shape
{
    static readonly ConcurrentDictionary<(Type, bool), Shape> Known = new();

    readonly Lazy<IReadOnlyList<Field>> _fields;

    Shape(ShapeKind kind, Type type, Shape? element = null)
    {
        (Kind, Type, Element) = (kind, type, element);
        // Later, because a record may contain itself.
        _fields = new(() => kind == ShapeKind.Record ? FieldsOf(type) : []);
        Options = kind == ShapeKind.Choice ? OptionsOf(type) : new Dictionary<string, object>();
    }

    public ShapeKind Kind { get; }
    public Type Type { get; }
    public Shape? Element { get; }
    public IReadOnlyList<Field> Fields => _fields.Value;
    public IReadOnlyDictionary<string, object> Options { get; }

    /// <param name="money">Whole numbers in it are amounts in 分, written with their unit.</param>
    public static Shape Of(Type type, bool money = false) => Known.GetOrAdd((type, money), key => Make(key.Item1, key.Item2));

    static Shape Make(Type type, bool money)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return new(ShapeKind.Text, type);
        if (type == typeof(bool)) return new(ShapeKind.Flag, type);
        if (type == typeof(long) && money) return new(ShapeKind.Money, type);
        if (type == typeof(int) || type == typeof(long)) return new(ShapeKind.Whole, type);
        if (type == typeof(decimal)) return new(ShapeKind.Decimal, type);
        if (type == typeof(DateOnly)) return new(ShapeKind.Date, type);
        if (type == typeof(Text)) return new(ShapeKind.Bilingual, type);
        if (type == typeof(ExpressionSource)) return new(ShapeKind.Expression, type);
        if (type.IsEnum) return new(ShapeKind.Choice, type);
        if (type.IsArray) return new(ShapeKind.List, type, Of(type.GetElementType()!, money));
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            if (arguments.Length == 1 && type.IsAssignableFrom(typeof(List<>).MakeGenericType(arguments))) return new(ShapeKind.List, type, Of(arguments[0], money));
            if (arguments.Length == 2 && arguments[0] == typeof(string) && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(arguments)))
                return new(ShapeKind.Map, type, Of(arguments[1], money));
        }
        if (type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null) return new(ShapeKind.Record, type);
        throw new InvalidOperationException($"A definition cannot hold a {type}: use a record with init properties, or one of the types named in docs/specs/definitions.md.");
    }

    /// <summary>What can be set from outside is what can be written in the file; computed properties are left alone.</summary>
    static List<Field> FieldsOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var fields = new List<Field>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.SetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0) continue;
            var nullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
            var shape = Of(property.PropertyType, money: property.Name.EndsWith("Fen", StringComparison.Ordinal));
            fields.Add(new Field(property, Kebab(property.Name), property.IsDefined(typeof(RequiredMemberAttribute)), nullable, shape));
        }
        return fields;
    }

    static Dictionary<string, object> OptionsOf(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.GetCustomAttribute<DefinitionNameAttribute>()?.Name ?? Kebab(field.Name), field => field.GetValue(null)!);

    /// <summary>OwnFunds → own-funds.</summary>
    public static string Kebab(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))) result.Append('-');
            result.Append(char.ToLowerInvariant(name[i]));
        }
        return result.ToString();
    }
}
