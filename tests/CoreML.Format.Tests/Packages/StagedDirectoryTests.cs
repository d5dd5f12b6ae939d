namespace CoreML.Format.Tests;

/// <summary>Replacing a package, with and without a system that can exchange two folders, and after an interruption.</summary>
public sealed class StagedDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SaveTarget _target;

    public StagedDirectoryTests()
    {
        _target = SaveTarget.At(_folder["M.mlpackage"]);
    }

    public void Dispose() => _folder.Dispose();

    private static void Write(string folder, string text)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Manifest.json"), text);
    }

    private string Current => File.ReadAllText(Path.Combine(_target.FullPath, "Manifest.json"));

    [Fact]
    public void Names_beside_the_target_start_with_a_dot()
    {
        Assert.Equal(_folder[".M.mlpackage.incoming"], _target.Incoming);
        Assert.Equal(_folder[".M.mlpackage.outgoing"], _target.Outgoing);
        using var staged = new StagedDirectory(_target);
        Assert.StartsWith(_folder[".M.mlpackage."], staged.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Replaces_the_old_package(bool exchange, bool durable)
    {
        Write(_target.FullPath, "old");
        // What an interrupted save may have left.
        Write(_target.Incoming, "stale");
        using (var staged = new StagedDirectory(_target, exchange ? NativeFiles.TryExchange : static (_, _) => false))
        {
            Write(staged.Path, "new");
            Assert.Equal("old", Current);
            staged.Commit(durable);
            Assert.Equal("new", Current);
        }

        Assert.Equal("new", Current);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Makes_a_new_package()
    {
        using (var staged = new StagedDirectory(_target))
        {
            Write(staged.Path, "new");
            staged.Commit(durable: true);
        }
        Assert.Equal("new", Current);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Without_commit_nothing_has_happened()
    {
        Write(_target.FullPath, "old");
        using (var staged = new StagedDirectory(_target))
        {
            Write(staged.Path, "new");
        }
        Assert.Equal("old", Current);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Interrupted_before_the_new_name_is_completed_forward()
    {
        Write(_target.Incoming, "new");
        Write(_target.Outgoing, "old");
        StagedDirectory.CompleteInterrupted(_folder["M.mlpackage"]);
        Assert.Equal("new", Current);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Interrupted_with_the_old_one_aside_is_taken_back()
    {
        Write(_target.Outgoing, "old");
        StagedDirectory.CompleteInterrupted(_target);
        Assert.Equal("old", Current);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Interrupted_after_the_new_name_is_cleaned_up()
    {
        Write(_target.FullPath, "new");
        Write(_target.Outgoing, "old");
        StagedDirectory.CompleteInterrupted(_target);
        Assert.Equal("new", Current);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Nothing_interrupted_changes_nothing()
    {
        StagedDirectory.CompleteInterrupted(_target);
        StagedDirectory.CompleteInterrupted(Path.Combine(_folder["no"], "such", "folder"));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Folder_that_is_no_package_is_not_replaced()
    {
        Directory.CreateDirectory(_target.FullPath);
        new StagedDirectory(_target).Dispose();
        File.WriteAllText(Path.Combine(_target.FullPath, "thesis.txt"), "years of work");

        CoreMLException exception = Assert.Throws<CoreMLException>(() => new StagedDirectory(_target));
        Assert.Equal("CML1303", exception.Code);
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }
}
