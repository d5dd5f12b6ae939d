using CoreML.Specification;

namespace CoreML.Validation;

/// <summary>What blobs there are at a point of a network, those of the networks around it included.</summary>
internal sealed class NetworkScope
{
    private readonly NetworkScope? _outer;
    private readonly Dictionary<string, string> _makers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ranks;

    public NetworkScope(NetworkSubject network)
    {
        _ranks = new(StringComparer.Ordinal);
        foreach (FeatureDescription input in network.Model.Description.Input)
        {
            _makers[input.Name] = "an input of the model";
        }
        foreach (FeatureDescription feature in network.Model.Description.Input.Concat(network.Model.Description.Output))
        {
            if (network.RankOf(feature) is { } rank)
            {
                _ranks.TryAdd(feature.Name, rank);
            }
        }
    }

    private NetworkScope(NetworkScope outer, bool isLoop)
    {
        _outer = outer;
        // A blob has one rank, wherever it appears.
        _ranks = outer._ranks;
        IsInLoop = isLoop || outer.IsInLoop;
    }

    /// <summary>Whether a loop is around this point.</summary>
    public bool IsInLoop { get; }

    /// <summary>The blobs that were made in this network itself.</summary>
    public IEnumerable<string> Made => _makers.Keys;

    /// <summary>The scope of a network inside a layer.</summary>
    public NetworkScope Enter(bool isLoop) => new(this, isLoop);

    /// <summary>What made a blob, in words; <see langword="null"/> if there is no such blob here.</summary>
    public string? MakerOf(string blob)
    {
        NetworkScope? scope = this;
        while (scope is not null)
        {
            if (scope._makers.TryGetValue(blob, out string? maker))
            {
                return maker;
            }
            scope = scope._outer;
        }
        return null;
    }

    /// <summary>Whether a layer of this network made a blob.</summary>
    public bool IsMadeByLayer(string blob) => MakerOf(blob) is { } maker && maker.StartsWith("layer", StringComparison.Ordinal);

    public void Make(string blob, string maker) => _makers.TryAdd(blob, maker);

    public long? RankOf(string blob) => _ranks.TryGetValue(blob, out long rank) ? rank : null;

    public void NoteRank(string blob, long rank) => _ranks.TryAdd(blob, rank);
}
