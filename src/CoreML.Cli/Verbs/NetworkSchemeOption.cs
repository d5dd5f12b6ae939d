using System.CommandLine;
using System.Globalization;
using CoreML.Quantization;

namespace CoreML.Cli;

/// <summary>The option of <c>compress</c> for schemes that neural networks alone can keep.</summary>
internal static class NetworkSchemeOption
{
    public static Option<string?> Create() => new("--network")
    {
        Description = "A scheme for neural networks: linear:N, symmetric:N, kmeans:N or table:N, with N bits from 1 to 8; unique; or int8-products.",
    };

    /// <summary>The scheme that a value stands for.</summary>
    /// <param name="value">The option's value.</param>
    /// <param name="granularity">The value of <c>--granularity</c>, if any.</param>
    /// <exception cref="UsageException">There is no such scheme, or it has no such granularity.</exception>
    /// <exception cref="ArgumentException">There is no such number of bits.</exception>
    /// <exception cref="InvalidOperationException">The scheme has no channels.</exception>
    public static NetworkQuantization Read(string value, string? granularity)
    {
        NetworkQuantization scheme = value.Split(':') switch
        {
            ["linear", var bits] => QuantizeNetwork.Linear(Bits(bits)),
            ["symmetric", var bits] => QuantizeNetwork.LinearSymmetric(Bits(bits)),
            ["kmeans", var bits] => QuantizeNetwork.KMeans(Bits(bits)),
            ["table", var bits] => QuantizeNetwork.LinearTable(Bits(bits)),
            ["unique"] => QuantizeNetwork.Unique(),
            ["int8-products"] => QuantizeNetwork.Int8Products(),
            _ => throw Unknown(value),
        };
        return granularity switch
        {
            null => scheme,
            "per-tensor" => scheme.PerTensor(),
            "per-channel" => scheme.PerChannel(),
            _ => throw new UsageException("--network works per-tensor or per-channel."),
        };

        int Bits(string bits) => int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : throw Unknown(value);
    }

    private static UsageException Unknown(string value) =>
        new($"--network takes linear:N, symmetric:N, kmeans:N, table:N, unique or int8-products, not '{value}'.");
}
