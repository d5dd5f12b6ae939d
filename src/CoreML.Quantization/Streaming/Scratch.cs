namespace CoreML.Quantization;

/// <summary>The buffers that one thread works in: they are made once and stay in its core's cache.</summary>
internal sealed class Scratch
{
    /// <summary>Number of elements that kernels take at a time: their inputs and outputs fit the first-level cache.</summary>
    public const int KernelElements = 2048;

    private byte[] _input = [];
    private byte[] _output = [];

    public float[] Weights { get; } = new float[KernelElements];

    public float[] Decoded { get; } = new float[KernelElements];

    public float[] Scales { get; } = new float[KernelElements];

    public Half[] Halves { get; } = new Half[KernelElements];

    /// <summary>Room for packed elements as they are read.</summary>
    public Span<byte> Input(int bytes) => Room(ref _input, bytes);

    /// <summary>Room for packed elements to be written.</summary>
    public Span<byte> Output(int bytes) => Room(ref _output, bytes);

    private static Span<byte> Room(ref byte[] buffer, int bytes)
    {
        if (buffer.Length < bytes)
        {
            buffer = GC.AllocateUninitializedArray<byte>(bytes);
        }
        return buffer.AsSpan(0, bytes);
    }
}
