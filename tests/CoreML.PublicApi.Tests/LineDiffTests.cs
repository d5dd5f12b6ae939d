namespace CoreML.PublicApi.Tests;

public class LineDiffTests
{
    [Fact]
    public void Equal_texts_have_no_difference() => Assert.Equal("", LineDiff.Between(["a", "b"], ["a", "b"]));

    [Fact]
    public void A_change_is_shown_with_what_is_around_it()
    {
        string[] before = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
        string[] after = ["1", "2", "3", "4", "five", "6", "7", "8", "9", "10"];
        Assert.Equal("  3\n  4\n- 5\n+ five\n  6\n  7\n  8\n  9\n+ 10", LineDiff.Between(before, after));
    }

    [Fact]
    public void Far_changes_are_apart()
    {
        string[] before = ["a", "1", "2", "3", "4", "5", "6", "b"];
        Assert.Equal("- a\n  1\n  2\n  …\n  5\n  6\n- b", LineDiff.Between(before, before[1..^1]));
    }
}
