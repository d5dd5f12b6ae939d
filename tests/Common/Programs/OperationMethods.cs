using System.Reflection;
using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Tests;

/// <summary>Calls the builder's methods for operations by the names of the specification.</summary>
internal static class OperationMethods
{
    /// <summary>Appends an operation through its method.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="operation">The specification's name of the operation.</param>
    /// <param name="inputs">What its inputs are given; each is a single operand or, where several are taken, many.</param>
    /// <returns>What it makes.</returns>
    public static Var[] Call(ProgramBuilder builder, string operation, IReadOnlyDictionary<string, Operand[]> inputs)
    {
        string name = Pascal(operation);
        MethodInfo? onValue = typeof(Var).GetMethods().SingleOrDefault(method => method.Name == name);
        MethodInfo method = onValue ?? typeof(ProgramBuilder).GetMethod(name) ?? throw new MissingMethodException(nameof(ProgramBuilder), name);
        ParameterInfo[] parameters = method.GetParameters();
        var left = inputs.ToDictionary(input => Camel(input.Key), input => input.Value);
        var arguments = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            arguments[i] = left.Remove(parameters[i].Name!, out Operand[]? given)
                ? Convert(given, Nullable.GetUnderlyingType(parameters[i].ParameterType) ?? parameters[i].ParameterType)
                : null;
        }
        object? target = builder;
        if (onValue is not null)
        {
            (string receiver, Operand[] only) = left.Single();
            left.Remove(receiver);
            target = new Var(builder, only[0].Value ?? builder.Const(only[0]).Value);
        }
        if (left.Count > 0)
        {
            throw new MissingMethodException($"{name} has no parameters {string.Join(", ", left.Keys)}.");
        }
        return method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null) switch
        {
            null => [],
            Var one => [one],
            Var[] several => several,
            System.Runtime.CompilerServices.ITuple tuple =>
                [.. Enumerable.Range(0, tuple.Length).Select(i => (Var)tuple[i]!).Where(value => !value.IsEmpty)],
            var other => throw new InvalidOperationException($"{name} returns {other}."),
        };
    }

    /// <summary>Whether there is a method that the catalogue's definition gives.</summary>
    public static bool Exist(string operation) =>
        typeof(Var).GetMethods().Any(method => method.Name == Pascal(operation)) || typeof(ProgramBuilder).GetMethod(Pascal(operation)) is not null;

    private static object? Convert(Operand[] given, Type type)
    {
        if (type == typeof(Operand[]))
        {
            return given;
        }
        Operand only = given.Single();
        if (type == typeof(Operand))
        {
            return only;
        }
        var constant = (TensorConstant)(only.Constant ?? only.Value!.Constant!);
        if (type.IsEnum || type == typeof(string))
        {
            constant.TryGetString(out string? text);
            return type == typeof(string) ? text
                : Enum.GetValues(type).Cast<object>().Single(value => TextOf(type, value) == text);
        }
        return type == typeof(int) ? (int)constant.ToIntegers()[0]
            : type == typeof(bool) ? constant.ToArray<bool>()[0]
            : type == typeof(int[]) ? Array.ConvertAll(constant.ToIntegers(), value => (int)value)
            : type == typeof(bool[]) ? constant.ToArray<bool>()
            : throw new InvalidOperationException($"No argument of type {type} is made of {constant}.");
    }

    private static string? TextOf(Type type, object value) => value is ElementType element
        ? element.MilName
        : (string?)typeof(ChoiceTexts).GetMethod("Of", [typeof(Nullable<>).MakeGenericType(type)])!.Invoke(null, [value]);

    private static string Pascal(string name) => string.Concat(
        name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + Pascal(name)[1..];
}
