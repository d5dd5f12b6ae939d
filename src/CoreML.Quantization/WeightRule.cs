using System.IO.Enumeration;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Says which scheme some weights get, or that they stay as they are.</summary>
public sealed record WeightRule
{
    private readonly Func<ModelWeight, bool> _matches;

    private WeightRule(string description, Func<ModelWeight, bool> matches, CompressionScheme? scheme)
    {
        Description = description;
        _matches = matches;
        Scheme = scheme;
    }

    /// <summary>What the rule matches, for messages.</summary>
    public string Description { get; }

    /// <summary>The scheme; <see langword="null"/> to leave the weights as they are.</summary>
    public CompressionScheme? Scheme { get; }

    /// <summary>A rule for weights by name.</summary>
    /// <param name="pattern">The name; <c>*</c> stands for any characters, <c>?</c> for one. Upper and lower case count.</param>
    /// <param name="scheme">The scheme; <see langword="null"/> to leave the weights as they are.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public static WeightRule Named(string pattern, CompressionScheme? scheme = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        return new WeightRule(
            pattern, weight => FileSystemName.MatchesSimpleExpression(pattern, weight.Name, ignoreCase: false), scheme);
    }

    /// <summary>A rule for the weights of a kind of operation or layer.</summary>
    /// <param name="operation">The type of an operation, or the kind of a layer: <c>conv</c>, <c>linear</c>, <c>innerProduct</c>.</param>
    /// <param name="scheme">The scheme; <see langword="null"/> to leave the weights as they are.</param>
    /// <returns>The rule: it matches weights of ML programs that only such operations use, and weights of such layers of neural
    /// networks.</returns>
    /// <exception cref="ArgumentException"><paramref name="operation"/> is empty.</exception>
    public static WeightRule UsedBy(string operation, CompressionScheme? scheme = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        return new WeightRule(
            operation,
            weight => weight switch
            {
                ProgramWeight { Value: { } value } => ChannelAxis.Consumers(value).All(use => use.Operation?.Type == operation),
                NetworkWeight network => NetworkLayers.KindOf(network) == operation,
                _ => false,
            },
            scheme)
        {
            IsByName = false,
        };
    }

    /// <summary>A rule for weights by any property.</summary>
    /// <param name="condition">Tells whether the rule is for a weight.</param>
    /// <param name="scheme">The scheme; <see langword="null"/> to leave the weights as they are.</param>
    /// <returns>The rule.</returns>
    public static WeightRule Where(Func<ModelWeight, bool> condition, CompressionScheme? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new WeightRule("condition", condition, scheme) { IsByName = false };
    }

    /// <summary>Whether the rule names weights, which structured pruning then takes whatever uses them.</summary>
    internal bool IsByName { get; private init; } = true;

    internal bool Matches(ModelWeight weight) => _matches(weight);
}
