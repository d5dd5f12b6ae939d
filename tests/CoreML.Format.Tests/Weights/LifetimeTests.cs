namespace CoreML.Format.Tests;

/// <summary>Who keeps a weight file open, and what happens when nobody does any more.</summary>
public sealed class LifetimeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WeightFile _file;
    private readonly WeightBlob _blob;

    public LifetimeTests()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.Float32, [0, 0, 128, 63, 0, 0, 0, 64], 2);
            writer.Append(ElementType.UInt8, [], 0);
            writer.Complete();
        }
        _file = WeightFile.Open(_folder["w"]);
        _blob = _file.GetBlob(64);
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Reference_outlives_the_owner()
    {
        IDisposable reference = _file.AddReference();
        IDisposable second = _file.AddReference();
        _file.Dispose();
        _file.Dispose();
        _blob.Read(new byte[8]);
        reference.Dispose();
        reference.Dispose();
        _blob.Read(new byte[8]);
        _file.GetBlob(192);

        second.Dispose();
        AssertClosed();
    }

    [Fact]
    public void Without_references_the_owner_closes()
    {
        _file.Dispose();
        AssertClosed();
    }

    [Fact]
    public void Closing_does_not_wait_for_references()
    {
        using IDisposable reference = _file.AddReference();
        _file.Close();
        AssertClosed();
    }

    private void AssertClosed()
    {
        Assert.Throws<ObjectDisposedException>(() => _blob.Read(new byte[8]));
        Assert.Throws<ObjectDisposedException>(() => _blob.Read<float>(new float[2]));
        Assert.Throws<ObjectDisposedException>(_blob.OpenStream);
        Assert.Throws<ObjectDisposedException>(_blob.Map<float>);
        Assert.Throws<ObjectDisposedException>(_file.AddReference);
        Assert.Throws<ObjectDisposedException>(() => _file.GetBlob(64));
        Assert.Throws<ObjectDisposedException>(() => _file.GetBlob(192));
        Assert.Throws<ObjectDisposedException>(() => _file.Blobs.ToList());
        Assert.Throws<ObjectDisposedException>(() => WeightContent.FromBlob(_blob));
        // The handle is really gone: the file can be opened by somebody who wants it alone.
        File.Open(_folder["w"], FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Fact]
    public async Task Asynchronous_reading_of_a_closed_file()
    {
        _file.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await _blob.ReadAsync(0, new byte[8]));
    }

    [Fact]
    public void Content_of_a_blob_outlives_the_owner()
    {
        WeightContent content = WeightContent.FromBlob(_blob);
        _file.Dispose();
        byte[] read = new byte[4];
        content.Read(4, read);
        Assert.Equal([0, 0, 0, 64], read);
        Assert.Equal((ElementType.Float32, 2, 8), (content.ElementType, content.ElementCount, content.SizeInBytes));
    }

    [Fact]
    public void Lease_outlives_the_owner()
    {
        WeightLease<float> lease = _blob.Map<float>();
        _file.Dispose();
        Assert.Equal([1f, 2f], lease.Span);
        Assert.Equal(2, lease.Length);

        lease.Dispose();
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Span.Length);
        AssertClosed();
    }

    [Fact]
    public void Lease_that_fails_keeps_nothing_open()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be cut here.");
        File.WriteAllBytes(_folder["w"], []);
        Assert.ThrowsAny<Exception>(_blob.Map<float>);
        _file.Dispose();
        AssertClosed();
    }

    [Fact]
    public void Lease_of_no_elements()
    {
        using WeightLease<byte> lease = _file.GetBlob(192).Map<byte>();
        Assert.True(lease.Span.IsEmpty);
    }

    [Fact]
    public void Lease_of_a_file_in_memory_is_not_possible()
    {
        using WeightFile memory = new RawWeights(132).Record().Open();
        Assert.Throws<NotSupportedException>(() => memory.GetBlob(64).Map<byte>());
        Assert.Throws<ArgumentException>(() => memory.GetBlob(64).Map<float>());
    }

    [Fact]
    public async Task Threads_that_read_while_the_owner_disposes_get_the_bytes_or_the_exception()
    {
        using var start = new Barrier(5);
        Task<int>[] readers =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    int reads = 0;
                    try
                    {
                        float[] read = new float[2];
                        while (true)
                        {
                            _blob.Read<float>(read);
                            Assert.Equal([1f, 2f], read);
                            reads++;
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                        return reads;
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)),
        ];
        start.SignalAndWait();
        _file.Dispose();

        await Task.WhenAll(readers);
        AssertClosed();
    }

    [Fact]
    public void Missing_file()
    {
        Assert.Equal("CML3001", Assert.Throws<CoreMLException>(() => WeightFile.Open(_folder["none"])).Code);
        Assert.Equal("CML3001", Assert.Throws<CoreMLException>(() => WeightFile.Open(_folder["no/folder"])).Code);
        Assert.Throws<ArgumentException>(() => WeightFile.Open(" "));
    }

    [Fact]
    public void Folder_instead_of_a_file() =>
        Assert.Equal("CML1002", Assert.Throws<CoreMLException>(() => WeightFile.Open(_folder.Path)).Code);
}
