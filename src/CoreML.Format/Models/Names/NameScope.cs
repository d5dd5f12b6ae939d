using CoreML.Specification;
using CoreML.Specification.MILSpec;

namespace CoreML.Format;

/// <summary>
/// The names that mean the same throughout one model, or throughout one function of it: those of its features, of what
/// is inside, and, in a pipeline, of the features of its stages.
/// </summary>
internal sealed class NameScope
{
    private const string MainFunction = "main";

    private readonly Model _model;
    private readonly FunctionDescription? _function;
    private readonly string _path;

    private NameScope(Model model, FunctionDescription? function, string path)
    {
        _model = model;
        _function = function;
        _path = path;
    }

    /// <summary>The scope of a model, or of one of its functions.</summary>
    public static NameScope Of(Model model, FunctionDescription? function) => new(model, function, "");

    /// <summary>Every scope of a model: of itself or each of its functions, and of each stage inside it.</summary>
    public static IEnumerable<NameScope> All(Model model) => All(model, "");

    /// <summary>What the scope is of, for people: a path, the name of a function, or both.</summary>
    public string Label => string.Join('.', new[] { _path, _function?.Name ?? "" }.Where(part => part.Length > 0));

    /// <summary>Goes over every name of the scope, those of the features first.</summary>
    public void VisitAll(NameMap map)
    {
        Visit(map);
        VisitInside(map);
    }

    /// <summary>Whether what is inside is a program.</summary>
    public bool HasProgram => _model.MlProgram is not null;

    /// <summary>What is inside, step by step; nothing for models that are neither programs nor networks.</summary>
    public IReadOnlyList<NamedBlock> Blocks() => _model switch
    {
        { MlProgram: { } program } => program.Functions.TryGetValue(_function?.Name ?? MainFunction, out Function? function)
            ? [.. function.BlockSpecializations.Values.Select(NamedBlock.Of)]
            : [],
        _ => NetworkParts.LayersOf(_model) is { } layers ? [NamedBlock.Of(layers)] : [],
    };

    private static IEnumerable<NameScope> All(Model model, string path)
    {
        if (model.Description?.Functions is { Count: > 0 } functions)
        {
            foreach (FunctionDescription function in functions)
            {
                yield return new NameScope(model, function, path);
            }
        }
        else
        {
            yield return new NameScope(model, null, path);
        }
        foreach ((Model stage, string inside) in ModelStage.StagesOf(model))
        {
            foreach (NameScope scope in All(stage, path.Length == 0 ? inside : $"{path}.{inside}"))
            {
                yield return scope;
            }
        }
    }

    /// <summary>Gives everything of one name another, here and in the stages that share the name.</summary>
    /// <exception cref="CoreMLException">CML6002: another feature has the name.</exception>
    public void Rename(string from, string to)
    {
        CheckFree(to);
        Substitute(from, to);
    }

    // Features of the stages are how a pipeline passes values on, so their names are taken as well.
    private void CheckFree(string name)
    {
        if (Features().Met.Contains(name))
        {
            throw FormatDiagnostics.NameTaken.Error(
                $"There is an input, output or state '{name}' already.", path: _path.Length == 0 ? null : _path, found: name);
        }
        foreach (NameScope stage in Stages())
        {
            stage.CheckFree(name);
        }
    }

    private void Substitute(string from, string to)
    {
        var map = new NameMap();
        VisitInside(map);
        Visit(map);
        if (map.Met.Contains(to))
        {
            // Only values inside have the name, and nobody outside knows what those are called.
            map[to] = map.MakeFree(to);
        }
        map[from] = to;
        VisitInside(map);
        Visit(map);
        if (_model.MlProgram is { } program)
        {
            ProgramEdits.Note(program);
        }
        foreach (NameScope stage in Stages())
        {
            if (stage.Features().Met.Contains(from))
            {
                stage.Substitute(from, to);
            }
        }
    }

    /// <summary>The names of the features.</summary>
    public NameMap Features()
    {
        var map = new NameMap();
        Visit(map);
        return map;
    }

    private void Visit(NameMap map)
    {
        if (_function is not null)
        {
            ModelNames.Visit(_function, map);
        }
        else if (_model.Description is { } description)
        {
            ModelNames.Visit(description, map);
        }
    }

    private void VisitInside(NameMap map)
    {
        if (_model.MlProgram is not { } program)
        {
            ModelNames.VisitInside(_model, map);
            return;
        }
        if (program.Functions.TryGetValue(_function?.Name ?? MainFunction, out Function? function))
        {
            ModelNames.Visit(function, map);
        }
    }

    private IEnumerable<NameScope> Stages()
    {
        foreach ((Model stage, string inside) in ModelStage.StagesOf(_model))
        {
            string path = _path.Length == 0 ? inside : $"{_path}.{inside}";
            FunctionDescription? function = stage.Description?.Functions
                .FirstOrDefault(function => function.Name == stage.Description.DefaultFunctionName);
            yield return new NameScope(stage, function, path);
        }
    }
}
