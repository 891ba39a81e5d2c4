using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Keguan.Tests.Architecture;

/// <summary>One use of a type by another across the border of a module, as found in the built assembly.</summary>
public sealed record Use(string From, string FromType, string To, string ToNamespace, string ToType);

/// <summary>The built product assembly, read without loading it: which type stands in which module, and who uses whom.</summary>
/// <remarks>
/// Razor compiles every page into one namespace; the attribute on the assembly says which file a class came from, and so its module.
/// Closures, iterators and async machines count for the type they were written in. Constants are copied by the compiler and leave no trace.
/// </remarks>
public sealed class House
{
    /// <summary>The composition root: what stands in namespace Keguan itself.</summary>
    public const string Root = "(root)";

    readonly Dictionary<string, string> _pages = [];

    public IReadOnlyList<Use> Uses { get; }
    public IReadOnlyDictionary<string, int> Types { get; }

    public House(string assemblyPath)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assemblyPath));
        using var assembly = AssemblyDefinition.ReadAssembly(assemblyPath, new ReaderParameters { AssemblyResolver = resolver });
        foreach (var attribute in assembly.CustomAttributes.Where(one => one.AttributeType.Name == "RazorCompiledItemAttribute"))
        {
            var type = (TypeReference)attribute.ConstructorArguments[0].Value;
            var file = (string)attribute.ConstructorArguments[2].Value;
            _pages[type.FullName] = "Keguan." + string.Join('.', file.Trim('/').Split('/')[..^1]);
        }

        var uses = new HashSet<Use>();
        var types = new Dictionary<string, int>();
        foreach (var type in assembly.MainModule.Types.SelectMany(WithNested))
        {
            if (ModuleOf(type) is not { } from) continue;
            if (type.DeclaringType is null && !type.Name.StartsWith('<')) types[from] = types.GetValueOrDefault(from) + 1;
            foreach (var used in References(type).SelectMany(Flatten))
            {
                if (used.Scope != assembly.MainModule || ModuleOf(used) is not { } to || to == from) continue;
                uses.Add(new Use(from, Outermost(type).FullName, to, NamespaceOf(used), Outermost(used).FullName));
            }
        }
        Uses = [.. uses.OrderBy(use => use.FromType, StringComparer.Ordinal).ThenBy(use => use.ToType, StringComparer.Ordinal)];
        Types = types;
    }

    static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    string NamespaceOf(TypeReference type) =>
        Outermost(type) is var outer && _pages.TryGetValue(outer.FullName, out var page) ? page : outer.Namespace;

    string? ModuleOf(TypeReference type)
    {
        var parts = NamespaceOf(type).Split('.');
        if (parts[0] == "Keguan") return parts.Length > 1 && parts[1].Length > 0 ? parts[1] : Root;
        // Program is global; what the compiler makes for itself belongs to nobody.
        return Outermost(type).Name == "Program" ? Root : null;
    }

    static IEnumerable<TypeReference> Flatten(TypeReference? type)
    {
        switch (type)
        {
            case null: yield break;
            case GenericInstanceType generic:
                foreach (var part in generic.GenericArguments.Append(generic.ElementType).SelectMany(Flatten)) yield return part;
                break;
            case TypeSpecification wrapped:
                foreach (var part in Flatten(wrapped.ElementType)) yield return part;
                break;
            case GenericParameter: yield break;
            default: yield return type; break;
        }
    }

    static IEnumerable<TypeReference?> References(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var one in type.Interfaces) yield return one.InterfaceType;
        foreach (var one in Attributes(type)) yield return one;
        foreach (var one in Constraints(type)) yield return one;
        foreach (var field in type.Fields)
        {
            yield return field.FieldType;
            foreach (var one in Attributes(field)) yield return one;
        }
        foreach (var property in type.Properties)
        {
            foreach (var one in Attributes(property)) yield return one;
        }
        foreach (var method in type.Methods)
        {
            yield return method.ReturnType;
            foreach (var one in Attributes(method)) yield return one;
            foreach (var one in Constraints(method)) yield return one;
            foreach (var parameter in method.Parameters) yield return parameter.ParameterType;
            if (!method.HasBody) continue;
            foreach (var variable in method.Body.Variables) yield return variable.VariableType;
            foreach (var handler in method.Body.ExceptionHandlers) yield return handler.CatchType;
            foreach (var one in method.Body.Instructions.SelectMany(Operands)) yield return one;
        }
    }

    static IEnumerable<TypeReference?> Operands(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type: yield return type; break;
            case FieldReference field:
                yield return field.DeclaringType;
                yield return field.FieldType;
                break;
            case MethodReference method:
                yield return method.DeclaringType;
                yield return method.ReturnType;
                foreach (var parameter in method.Parameters) yield return parameter.ParameterType;
                if (method is GenericInstanceMethod generic)
                {
                    foreach (var argument in generic.GenericArguments) yield return argument;
                }
                break;
        }
    }

    static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            yield return attribute.AttributeType;
            foreach (var argument in attribute.ConstructorArguments)
            {
                if (argument.Value is TypeReference type) yield return type;
            }
        }
    }

    static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);
}
