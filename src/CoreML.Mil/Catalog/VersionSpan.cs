namespace CoreML.Mil;

/// <summary>The versions in which a part of a definition holds: from one on, up to but without another.</summary>
internal readonly record struct VersionSpan(Opset? Since, Opset? Until)
{
    public bool Contains(Opset opset) => !(opset < Since) && !(opset >= Until);
}
