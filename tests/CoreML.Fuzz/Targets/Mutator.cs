namespace CoreML.Fuzz;

/// <summary>Changes inputs at random, the same way for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private const int LargestInput = 1 << 16;

    private static readonly byte[] Interesting = [0, 1, 2, 0x0A, 0x12, 0x7F, 0x80, 0xFE, 0xFF, (byte)'"', (byte)'{', (byte)'/', (byte)'.'];

    private readonly Random _random = new(seed);

    /// <summary>A changed copy of one of the inputs.</summary>
    public byte[] Next(IReadOnlyList<byte[]> inputs)
    {
        var bytes = new List<byte>(inputs[_random.Next(inputs.Count)]);
        for (int i = _random.Next(1, 9); i > 0; i--)
        {
            Mutate(bytes, inputs);
        }
        return [.. bytes.Take(LargestInput)];
    }

    private void Mutate(List<byte> bytes, IReadOnlyList<byte[]> inputs)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)_random.Next(256));
            return;
        }
        int at = _random.Next(bytes.Count);
        int count = Math.Min(_random.Next(1, 1 << _random.Next(1, 8)), bytes.Count - at);
        switch (_random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes[at] = Interesting[_random.Next(Interesting.Length)];
                break;
            case 3:
                bytes[at] += (byte)(_random.Next(5) - 2);
                break;
            case 4:
                bytes.RemoveRange(at, count);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, count));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7:
                byte[] other = inputs[_random.Next(inputs.Count)];
                if (other.Length > 0)
                {
                    int from = _random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + count)]);
                }
                break;
            default:
                // A number of eight bytes somewhere between nothing and everything.
                ulong number = (ulong)_random.NextInt64() >> _random.Next(64);
                for (int i = 0; i < Math.Min(8, bytes.Count - at); i++)
                {
                    bytes[at + i] = (byte)(number >> (8 * i));
                }
                break;
        }
    }
}
