using CoreML.Specification;

namespace CoreML.Format.Tests;

/// <summary>The scanner's estimate holds what the parser makes of bytes that are meant to expand.</summary>
public sealed class EstimateTests
{
    private const int Count = 20_000;

    private static readonly Dictionary<string, WireBytes> Shapes = new()
    {
        ["empty messages"] = Layers(new()),
        ["messages with a oneof"] = Layers(new WireBytes().Bytes(100)),
        ["messages with texts"] = Layers(new WireBytes().Text(1, "a")),
        ["messages with packed numbers"] = Layers(new WireBytes().Message(100, new WireBytes().Bytes(20, 1))),
        ["messages with single numbers"] = Layers(new WireBytes().Message(100, new WireBytes().Number(20, 1).Number(30, 1))),
        ["messages with bytes"] = Layers(new WireBytes().Message(100, new WireBytes().Message(90, new WireBytes().Bytes(30)))),
        ["unknown number in each message"] = Layers(new WireBytes().Number(7, 0)),
        ["unknown bytes in each message"] = Layers(new WireBytes().Bytes(7)),
        ["unknown group in each message"] = Layers(new WireBytes().Tag(7, 3).Tag(7, 4)),
        ["several unknown numbers in each message"] = Layers(new WireBytes().Number(6, 0).Number(7, 0).Number(8, 0).Number(9, 0)),
        ["known number in another encoding"] = Layers(new WireBytes().Number(1, 0)),
        ["known number as a group"] = Layers(new WireBytes().Tag(1, 3).Tag(1, 4)),
        ["one unknown number often"] = new WireBytes().Repeat(Count, bytes => bytes.Number(7, 0)),
        ["known number in another encoding often"] = new WireBytes().Repeat(Count, bytes => bytes.Number(2, 0)),
        ["groups in groups"] = new WireBytes().Repeat(Count, bytes => bytes.Raw(0x3B, 0x3B, 0x3B, 0x3C, 0x3C, 0x3C)),
        ["different unknown numbers"] = Enumerable.Range(5000, Count).Aggregate(new WireBytes(), (bytes, i) => bytes.Number(i, 0)),
        ["texts"] = new WireBytes().Message(202, new WireBytes().Repeat(Count, names => names.Text(2, "a"))),
        ["entries of a map"] = new WireBytes().Message(2, new WireBytes().Message(100, Enumerable.Range(0, Count)
            .Aggregate(new WireBytes(), (bytes, i) => bytes.Message(100, new WireBytes().Text(1, $"{i}"))))),
        ["packed doubles"] = new WireBytes().Message(604, new WireBytes().Bytes(1, new byte[8 * Count])),
        ["packed integers"] = new WireBytes().Message(603, new WireBytes().Message(2, new WireBytes().Bytes(1, new byte[Count]))),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Covers_what_is_allocated(string name)
    {
        byte[] bytes = Shapes[name].ToArray();
        long estimate = Scan.Run(bytes, new ReadLimits { MaxExpansion = 1000 }).EstimatedBytes;
        Model.Parser.ParseFrom(bytes);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Model.Parser.ParseFrom(bytes);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Arrays that grow by doubling leave smaller ones behind, together as large as the last: what is allocated is up
        // to twice what is kept.
        Assert.InRange(allocated, 1, estimate * 2 + 4096);
    }

    private static WireBytes Layers(WireBytes layer) =>
        new WireBytes().Message(500, new WireBytes().Repeat(Count, layers => layers.Message(1, layer)));
}
