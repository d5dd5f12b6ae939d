using CoreML.Specification;

namespace CoreML.Format;

// Xcode keeps texts that were edited there in items of their own, which go before those of the specification.
public sealed partial class CoreMLModel
{
    private IReadOnlyList<TextOverlay>? _overlays;

    /// <summary>The texts that the package keeps beside the specification.</summary>
    /// <exception cref="CoreMLException">CML6003: they are not what Xcode writes.</exception>
    internal IReadOnlyList<TextOverlay> Overlays
    {
        get
        {
            if (_overlays is { } known)
            {
                return known;
            }
            ModelDescription probe = Specification.Description?.Clone() ?? new();
            lock (_gate)
            {
                return _overlays ??= [.. PackageItems.Where(TextOverlay.Is).Select(item =>
                {
                    string path = $"{PackageManifest.DataFolder}/{item.Path}";
                    var overlay = new TextOverlay(item, path, _package!.ReadSmall(path, _options.Limits));
                    // Fails now or not at all, so that no edit stops halfway.
                    overlay.FoldInto(probe);
                    return overlay;
                })];
            }
        }
    }

    /// <summary>The description with the texts that Core ML shows: those of the overlays, where there are any. Not to be
    /// changed.</summary>
    /// <exception cref="CoreMLException">CML6003: an overlay is not what Xcode writes.</exception>
    internal ModelDescription? ShownDescription
    {
        get
        {
            IReadOnlyList<TextOverlay> overlays = Overlays;
            if (overlays.Count == 0)
            {
                return Specification.Description;
            }
            ModelDescription shown = Specification.Description?.Clone() ?? new();
            foreach (TextOverlay overlay in overlays)
            {
                overlay.FoldInto(shown);
            }
            return shown;
        }
    }

    /// <summary>Puts the texts of the overlays into the specification and takes the overlays out of the package: an edit of
    /// the specification would otherwise not be seen.</summary>
    /// <exception cref="CoreMLException">CML6003: an overlay is not what Xcode writes.</exception>
    internal void FoldOverlays()
    {
        foreach (TextOverlay overlay in Overlays)
        {
            overlay.FoldInto(Specification.Description ??= new());
            _package!.Remove(overlay.Item);
        }
        _overlays = [];
    }
}
