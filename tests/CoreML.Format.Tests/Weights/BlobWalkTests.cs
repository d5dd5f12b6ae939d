namespace CoreML.Format.Tests;

public sealed class BlobWalkTests
{
    [Fact]
    public void Finds_each_blob()
    {
        using WeightFile file = new RawWeights(324, count: 3)
            .Record(at: 64, size: 0)
            .Record(at: 128, size: 64)
            .Record(at: 256, size: 4)
            .Open();
        Assert.Equal([64L, 128L, 256L], file.Blobs.Select(blob => blob.Offset));
        Assert.Same(file.GetBlob(128), file.Blobs.ElementAt(1));
    }

    [Fact]
    public void Header_alone_has_none()
    {
        using WeightFile file = new RawWeights(64, count: 5).Open();
        Assert.Empty(file.Blobs);
    }

    [Fact]
    public void Ends_with_a_diagnostic_at_a_gap()
    {
        using WeightFile file = new RawWeights(388, count: 2).Record(at: 64, size: 64).Record(at: 256).Open();
        using IEnumerator<WeightBlob> blobs = file.Blobs.GetEnumerator();
        Assert.True(blobs.MoveNext());
        CoreMLException exception = Assert.Throws<CoreMLException>(() => blobs.MoveNext());
        Assert.Equal("CML3003", exception.Code);
        Assert.Equal(256, file.GetBlob(256).Offset);
    }

    [Fact]
    public void Does_not_go_round_in_a_circle()
    {
        // The second blob's data lies before it and ends where it starts.
        using WeightFile file = new RawWeights(256, count: 2).Record(at: 64, size: 64).Record(at: 192, size: 64, offset: 128).Open();
        Assert.Equal([64L, 192L], file.Blobs.Take(10).Select(blob => blob.Offset));
    }

    [Fact]
    public void Does_not_go_back()
    {
        using WeightFile file = new RawWeights(256, count: 2).Record(at: 64, size: 64).Record(at: 192, size: 4, offset: 64).Open();
        Assert.Equal([64L, 192L], file.Blobs.Take(10).Select(blob => blob.Offset));
    }
}
