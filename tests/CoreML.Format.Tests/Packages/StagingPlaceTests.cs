namespace CoreML.Format.Tests;

/// <summary>What killed saves have left is deleted by the next save, and nothing else is.</summary>
public sealed class StagingPlaceTests : IDisposable
{
    private const string Debris = ".m.mlmodel.abcdefgh.ijk.tmp";

    private readonly TemporaryFolder _folder = new();
    private readonly SaveTarget _target;

    public StagingPlaceTests()
    {
        _target = SaveTarget.At(_folder["m.mlmodel"]);
    }

    public void Dispose() => _folder.Dispose();

    private void Save()
    {
        using var file = new StagedFile(_target);
        file.Commit(durable: false);
    }

    [Fact]
    public void A_place_is_locked_as_long_as_it_is_in_use()
    {
        using (var place = new StagingPlace(_target))
        {
            string name = Path.GetFileName(place.Path);
            Assert.Matches(@"^\.m\.mlmodel\.[a-z0-9]{8}\.[a-z0-9]{3}\.tmp$", name);
            Assert.Equal([name + ".lock"], _folder.Names);
            Assert.Throws<IOException>(() => new FileStream(place.Path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData(Debris)]
    [InlineData(Debris + "/", Debris + "/Data/", Debris + "/Data/weight.bin")]
    [InlineData(Debris, Debris + ".lock")]
    [InlineData(Debris + "/", Debris + ".lock")]
    [InlineData(Debris + ".lock")]
    public void What_nobody_holds_is_deleted(params string[] left)
    {
        Make(left);
        Save();
        Assert.Equal(["m.mlmodel"], _folder.Names);
    }

    [Theory]
    [InlineData(Debris)]
    [InlineData(Debris + "/")]
    public void What_another_save_holds_stays(string left)
    {
        Make(left, ".m.mlmodel.aaaaaaaa.bbb.tmp");
        using (new FileStream(_folder[Debris + ".lock"], FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            Save();
            Assert.Equal([Debris, Debris + ".lock", "m.mlmodel"], _folder.Names);
        }
        Save();
        Assert.Equal(["m.mlmodel"], _folder.Names);
    }

    [Fact]
    public void Saves_at_the_same_time_leave_each_other_alone()
    {
        using (var first = new StagedFile(_target))
        using (var second = new StagedFile(_target))
        {
            first.Stream.WriteByte(1);
            second.Stream.WriteByte(2);
            second.Commit(durable: false);
            first.Commit(durable: false);
        }
        Assert.Equal([1], File.ReadAllBytes(_target.FullPath));
        Assert.Equal(["m.mlmodel"], _folder.Names);
    }

    [Fact]
    public void Files_of_others_stay()
    {
        string[] others =
        [
            ".M.mlmodel.abcdefgh.ijk.tmp", ".m.mlmodel.ABCDEFGH.ijk.tmp", ".m.mlmodel.abcdefgh.ijk.tmp2", ".m.mlmodel.abcdefghi.jk.tmp",
            ".m.mlmodel.notes.tmp", ".m.mlmodel.x.abcdefgh.ijk.tmp", ".n.mlmodel.abcdefgh.ijk.tmp", "m.mlmodel.abcdefgh.ijk.tmp",
        ];
        foreach (string name in others)
        {
            // Where letter case does not count, two of them are one file.
            File.WriteAllText(_folder[name], "");
        }
        string[] before = _folder.Names;
        Save();
        Assert.Equal(before.Append("m.mlmodel").Order(StringComparer.Ordinal), _folder.Names);
    }

    [Fact]
    public void A_complete_package_whose_save_never_ended_is_deleted_when_nobody_is_at_work()
    {
        SaveTarget target = SaveTarget.At(_folder["M.mlpackage"]);
        Make("M.mlpackage/", "M.mlpackage/Manifest.json", ".M.mlpackage.incoming/");
        using (new StagingPlace(target))
        {
            Directory.CreateDirectory(target.Incoming);
            new StagedDirectory(target).Dispose();
            Assert.Contains(".M.mlpackage.incoming", _folder.Names);
        }
        new StagedDirectory(target).Dispose();
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    private void Make(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (name[^1] == '/')
            {
                Directory.CreateDirectory(_folder[name]);
            }
            else
            {
                File.WriteAllText(_folder[name], "half");
            }
        }
    }
}
