namespace CoreML.Specification.Tests;

/// <summary>The comparison that guards the schema notices every kind of change.</summary>
public sealed class WireTableTests
{
    [Theory]
    [InlineData("  110 double iouThreshold\n", "  112 double iouThreshold\n",
        "missing: message CoreML.Specification.NonMaximumSuppression field 110",
        "extra: message CoreML.Specification.NonMaximumSuppression field 112")]
    [InlineData("  110 double iouThreshold\n", "  110 float iouThreshold\n",
        "different: message CoreML.Specification.NonMaximumSuppression field 110: "
            + "expected 'double iouThreshold', found 'float iouThreshold'")]
    [InlineData("  110 double iouThreshold\n", "  110 double overlap\n",
        "different: message CoreML.Specification.NonMaximumSuppression field 110: "
            + "expected 'double iouThreshold', found 'double overlap'")]
    [InlineData("  110 double iouThreshold\n", "",
        "missing: message CoreML.Specification.NonMaximumSuppression field 110: expected 'double iouThreshold'")]
    [InlineData("  110 double iouThreshold\n", "  110 repeated double iouThreshold\n",
        "different: message CoreML.Specification.NonMaximumSuppression field 110")]
    [InlineData("  110 double iouThreshold\n", "  110 double iouThreshold\n  113 bool soft\n",
        "extra: message CoreML.Specification.NonMaximumSuppression field 113: found 'bool soft'")]
    [InlineData("  101 string strValue  [oneof ValueOnUnknown]\n", "  101 string strValue\n",
        "different: message CoreML.Specification.CategoricalMapping field 101")]
    [InlineData("  1 map<string, int64> map\n", "  1 map<string, int32> map\n",
        "different: message CoreML.Specification.StringToInt64Map field 1")]
    [InlineData("  1 repeated float values  {packed=True}\n", "  1 repeated float values\n",
        "different: message CoreML.Specification.MILSpec.TensorValue.RepeatedFloats field 1")]
    [InlineData("  LMax = 0\n", "  LMax = 3\n",
        "different: enum CoreML.Specification.Normalizer.NormType value LMax: expected '0', found '3'")]
    [InlineData("  LMax = 0\n", "",
        "missing: enum CoreML.Specification.Normalizer.NormType value LMax: expected '0'")]
    [InlineData("message CoreML.Specification.Identity\n", "",
        "missing: message CoreML.Specification.Identity: expected 'in Identity.proto'")]
    [InlineData("file Scaler.proto syntax=proto3 package=CoreML.Specification\n",
        "file Scaler.proto syntax=proto3 package=Other\n", "different: file Scaler.proto")]
    [InlineData("file Scaler.proto syntax=proto3", "file Scaler.proto syntax=proto2", "different: file Scaler.proto")]
    [InlineData("import Scaler.proto (public)\n", "import Scaler.proto\n",
        "different: file Model.proto import Scaler.proto")]
    [InlineData("import Scaler.proto (public)\n", "", "missing: file Model.proto import Scaler.proto")]
    public void Change_is_noticed(string line, string replacement, params string[] differences)
    {
        string facts = WireTable.ReadFacts().ReplaceLineEndings("\n");
        int at = facts.IndexOf(line, StringComparison.Ordinal);
        string changed = string.Concat(facts.AsSpan(0, at), replacement, facts.AsSpan(at + line.Length));

        IReadOnlyList<string> found = WireTable.Format.DifferencesFrom(WireTable.Parse(changed));

        Assert.Equal(differences.Length, found.Count);
        Assert.All(
            found.Zip(differences),
            pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Fact]
    public void Order_does_not_matter()
    {
        const string Forward = "file A syntax=proto3 package=P\nmessage P.M\n  1 bool a\n  2 bool b\nmessage P.N\n";
        const string Backward = "file A syntax=proto3 package=P\nmessage P.N\nmessage P.M\n  2 bool b\n  1 bool a\n";

        Assert.Empty(WireTable.Parse(Forward).DifferencesFrom(WireTable.Parse(Backward)));
    }

    [Theory]
    [InlineData("message P.M\n  1 bool a\n  1 bool b\n")]
    [InlineData("message P.M\n  a = 1\n")]
    [InlineData("enum P.E\n  1 bool a\n")]
    [InlineData("  1 bool a\n")]
    public void Malformed_table_is_refused(string table)
    {
        Assert.Throws<FormatException>(() => WireTable.Parse(table));
    }

    [Fact]
    public void Table_is_complete()
    {
        // Every line of the file that is not empty is one entry.
        int lines = WireTable.ReadFacts().Split('\n').Count(line => line.Trim().Length > 0);

        Assert.Equal(lines, WireTable.Format.Count);
    }
}
