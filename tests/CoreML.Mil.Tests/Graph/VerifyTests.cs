namespace CoreML.Mil.Tests;

/// <summary>Edits keep a program sound, so these go behind their backs.</summary>
public class VerifyTests
{
    private readonly GraphFixture _graph = new();

    private string Code() => Assert.Single(_graph.Program.Verify().Select(diagnostic => diagnostic.Code).Distinct());

    [Fact]
    public void A_use_that_its_value_does_not_know_is_found()
    {
        _graph.X.RemoveUse(_graph.X.Uses[0]);
        Assert.Equal("CML4005", Code());
    }

    [Fact]
    public void A_use_that_does_not_exist_is_found()
    {
        _graph.X.AddUse(new MilUse(_graph.Body, 7));
        Assert.Equal("CML4005", Code());
    }

    [Fact]
    public void A_value_with_a_foreign_definition_is_found()
    {
        _graph.Relu.AddNew(new MilValue(_graph.Add, "n", GraphFixture.Vector));
        Assert.Equal("CML4005", Code());
    }

    [Fact]
    public void An_operation_in_two_places_is_found()
    {
        _graph.True.AddNew(_graph.Add);
        Assert.Contains("CML4005", _graph.Program.Verify().Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public void A_block_in_two_places_is_found()
    {
        _graph.Relu.AddNew(_graph.True);
        Assert.Contains("CML4005", _graph.Program.Verify().Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public void A_use_before_the_definition_is_found()
    {
        var input = new MilInput(_graph.Add, "late");
        input.Add(_graph.Relu.Output);
        _graph.Add.AddNew(input);
        Assert.Equal("CML4002", Code());
        Assert.Equal("main/block[0]/y.late[0]", _graph.Program.Verify()[0].Path);
    }

    [Fact]
    public void A_use_outside_the_block_is_found()
    {
        _graph.False.AddOutput(_graph.True.Operations[0].Output);
        Assert.Equal("CML4002", Code());
    }

    [Fact]
    public void A_name_that_is_there_twice_is_found()
    {
        var value = new MilValue(_graph.True.Operations[0], "x", GraphFixture.Vector);
        _graph.True.Operations[0].AddNew(value);
        _graph.Main.Names.Add(value);
        Assert.Equal("CML4003", Code());
        Assert.Equal("main/block[0]/r/block[0]/x", _graph.Program.Verify()[0].Path);
    }
}
