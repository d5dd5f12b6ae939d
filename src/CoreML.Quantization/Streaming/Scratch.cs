namespace CoreML.Quantization;

/// <summary>The buffers that one thread works in: they are made once and stay in its core's cache.</summary>
internal sealed class Scratch
{
    /// <summary>Number of elements that kernels take at a time: their inputs and outputs fit the first-level cache.</summary>
    public const int KernelElements = 2048;

    private byte[] _input = [];
    private byte[] _output = [];

    /// <summary>Weights of a kernel's run.</summary>
    public float[] Weights { get; } = new float[KernelElements];

    /// <summary>Unpacked integers of a kernel's run.</summary>
    public byte[] Bytes { get; } = new byte[KernelElements];

    /// <summary>Further numbers of a kernel's run.</summary>
    public float[] First { get; } = new float[KernelElements];

    /// <summary>Further numbers of a kernel's run.</summary>
    public float[] Second { get; } = new float[KernelElements];

    /// <summary>Further numbers of a kernel's run.</summary>
    public float[] Third { get; } = new float[KernelElements];

    /// <summary>Scales and zero points of a piece.</summary>
    public BlockParameters Parameters { get; } = new();

    /// <summary>Buffers for k-means.</summary>
    public ClusteringScratch Clustering => field ??= new ClusteringScratch();

    /// <summary>Assigns halves to table entries.</summary>
    public HalfAssignment Halves => field ??= new HalfAssignment();

    /// <summary>Assigns single-precision numbers to table entries.</summary>
    public SingleAssignment Singles => field ??= new SingleAssignment();

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
