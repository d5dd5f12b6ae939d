using CoreML.Quantization;

namespace CoreML.Cli;

/// <summary>Shows on a terminal how far a compression has come.</summary>
internal sealed class ProgressLine : IProgress<CompressionProgress>
{
    private readonly Lock _gate = new();
    private long _shown = -1;

    public void Report(CompressionProgress value)
    {
        long percent = value.TotalBytes == 0 ? 100 : value.CompletedBytes * 100 / value.TotalBytes;
        lock (_gate)
        {
            if (percent > _shown)
            {
                _shown = percent;
                Console.Error.Write(percent == 100 ? "\r        \r" : $"\r{percent} % ");
            }
        }
    }
}
