using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

// Programs of several functions.
public sealed partial class ProgramBuilder
{
    /// <summary>Adds a function with inputs, operations and outputs of its own. Weights that several functions use are stored once: the
    /// same <see cref="TensorConstant"/>, array or tensor. iOS 18.</summary>
    /// <param name="name">Its name; the function that is built without this call is <c>main</c>.</param>
    /// <param name="define">Adds inputs, operations and outputs.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7404: there is such a function, or this one is begun inside another. CML7405: the target has
    /// only one function.</exception>
    public void Function(string name, Action define)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(define);
        CheckOpen();
        if (_opset < Opset.CoreML8)
        {
            throw BuilderDiagnostics.TargetTooOld.Error(
                "Models of several functions ask for iOS18.", path: name, expected: DeploymentTargets.Of(9), found: _opset.Target,
                advice: "Raise the target to IOS18.");
        }
        if (_functions.Exists(function => function.Name == name) || (_function is not null && _function.Name != "main"))
        {
            throw BuilderDiagnostics.NameTaken.Error(path: name, expected: "a new function beside the others", found: $"'{name}' in the midst of '{_function?.Name ?? name}'");
        }
        (FunctionBuilder? outer, MilBlock? block) = (_function, _block);
        FunctionBuilder begun = _function = Begin(name);
        try
        {
            define();
        }
        catch
        {
            _functions.Remove(begun);
            _program.RemoveFunction(begun.Function);
            throw;
        }
        finally
        {
            (_function, _block) = (outer, block);
        }
    }

    /// <summary>Says which function runs unless the application asks for another; <c>main</c> by default, or the first if there is none
    /// of that name.</summary>
    /// <param name="name">The function, which has been added.</param>
    /// <exception cref="CoreMLException">CML7008: there is no such function.</exception>
    public void DefaultFunction(string name)
    {
        CheckOpen();
        _defaultFunction = _functions.Exists(function => function.Name == name) ? name : throw BuilderDiagnostics.UnknownName.Error(
            path: "defaultFunctionName", expected: string.Join(", ", _functions.Select(function => function.Name)), found: $"'{name}'");
    }
}
