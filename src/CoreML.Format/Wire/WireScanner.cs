using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CoreML.Format;

/// <summary>
/// Walks through a serialized specification without making anything of it, and refuses what is malformed or beyond the
/// limits before a parser allocates memory for it.
/// </summary>
/// <remarks>
/// The parser believes the bytes: four of them can claim two gigabytes, and two can stand for an object of hundreds.
/// The scanner needs no memory but a stack of the open messages, and no recursion.
/// </remarks>
internal ref partial struct WireScanner
{
    private const int MaxTagBytes = 5;
    private const int MaxVarintBytes = 10;
    private const int EndGroupType = 4;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadLimits _limits;
    private readonly string? _file;
    private readonly long _allowedBytes;
    private WireFrame[] _frames;
    private int _depth;
    private int _position;
    private long _objects;
    private long _estimate;
    private bool _hasModelType;

    private WireScanner(ReadOnlySpan<byte> bytes, ReadLimits limits, string? file)
    {
        _bytes = bytes;
        _limits = limits;
        _file = file;
        _allowedBytes = FixedAllowance + (long)limits.MaxExpansion * bytes.Length;
        _frames = new WireFrame[Math.Clamp(limits.MaxNesting + 1, 1, 101)];
    }

    /// <summary>Scans a serialized <c>Model</c>.</summary>
    /// <exception cref="CoreMLException">CML2001 to CML2005.</exception>
    public static WireScanResult Scan(ReadOnlySpan<byte> bytes, ReadLimits limits, string? file)
    {
        if (bytes.Length > limits.MaxSpecificationBytes)
        {
            throw FormatDiagnostics.SpecificationTooLarge.Error(
                file: file, expected: $"at most {limits.MaxSpecificationBytes} bytes", found: $"{bytes.Length}");
        }
        var scanner = new WireScanner(bytes, limits, file);
        scanner.Run();
        return new WireScanResult(scanner._hasModelType, scanner._objects, scanner._estimate);
    }

    private void Run()
    {
        _frames[0] = new WireFrame(WireSchema.Model, 0, _bytes.Length, 0);
        _depth = 0;
        while (true)
        {
            ref WireFrame frame = ref _frames[_depth];
            if (_position < frame.End)
            {
                ReadField(ref frame);
            }
            else if (frame.Group != 0)
            {
                throw Truncated(_position, "the end of the group");
            }
            else if (_depth == 0)
            {
                return;
            }
            else
            {
                _depth--;
            }
        }
    }

    private void ReadField(ref WireFrame frame)
    {
        int start = _position;
        ulong tag = ReadVarint(frame.End, MaxTagBytes);
        int number = (int)Math.Min(tag >> 3, int.MaxValue);
        if (number == 0 || tag > uint.MaxValue)
        {
            throw Malformed(start, "a field number from 1 to 536,870,911", $"{tag >> 3}");
        }
        int field = WireSchema.Find(frame.Message, number, frame.Field);
        int wireType = (int)(tag & 7);
        if (field >= 0)
        {
            frame.Field = field;
            // The parser keeps a known field in another encoding as an unknown one.
            field = WireSchema.Accepts(field, wireType) ? field : -1;
        }
        if (field < 0 && wireType != EndGroupType)
        {
            ChargeUnknown(ref frame, number, start);
        }
        switch (wireType)
        {
            case 0:
                ReadVarint(frame.End, MaxVarintBytes);
                break;
            case 1:
                Skip(8, frame.End);
                break;
            case 2:
                ReadLengthDelimited(ref frame, field);
                return;
            case 3:
                Push(WireSchema.Unknown, frame.End, number);
                return;
            case EndGroupType:
                EndGroup(ref frame, number, start);
                return;
            case 5:
                Skip(4, frame.End);
                break;
            default:
                throw Malformed(start, "a wire type from 0 to 5", $"{wireType}");
        }
        // A single number has its room in the message; those of a repeated field are in an array that grows by doubling.
        Charge(field >= 0 && WireSchema.IsRepeated(field) ? 16 : 0, start);
    }

    private void ReadLengthDelimited(ref WireFrame frame, int field)
    {
        int start = _position;
        ulong length = ReadVarint(frame.End, MaxVarintBytes);
        if (length > (ulong)(frame.End - _position))
        {
            throw Truncated(start, $"{length} bytes, as the length says", $"{frame.End - _position} bytes");
        }
        int count = (int)length;
        WireKind kind = field < 0 ? WireKind.Bytes : WireSchema.Kind(field);
        switch (kind)
        {
            case WireKind.Message:
                _hasModelType |= _depth == 0 && WireSchema.IsModelType(field);
                Push(WireSchema.Child(field), _position + count, group: 0);
                return;
            case WireKind.Text:
                CheckText(count, start);
                _objects++;
                Charge(48 + 2L * count, start);
                break;
            case WireKind.Bytes:
                _objects++;
                Charge(64L + count, start);
                break;
            default:
                CheckPacked(kind, count, start);
                return;
        }
        _position += count;
    }

    private void CheckText(int count, int start)
    {
        if (count > _limits.MaxStringBytes)
        {
            throw TooLarge(start, $"a text of at most {_limits.MaxStringBytes} bytes", $"{count}");
        }
        if (!Utf8.IsValid(_bytes.Slice(_position, count)))
        {
            throw Error(FormatDiagnostics.InvalidText, start, "UTF-8", "bytes that are not");
        }
    }

    private void CheckPacked(WireKind kind, int count, int start)
    {
        int end = _position + count;
        if (kind == WireKind.Varint)
        {
            int elements = 0;
            while (_position < end)
            {
                ReadVarint(end, MaxVarintBytes);
                elements++;
            }
            // Room for 64-bit elements in an array that grows by doubling.
            Charge(16L * elements, start);
        }
        else
        {
            int size = kind == WireKind.Fixed32 ? 4 : 8;
            if (count % size != 0)
            {
                throw Malformed(start, $"a multiple of {size} bytes", $"{count}");
            }
            _position = end;
            Charge(count, start);
        }
    }

    private void Push(int message, int end, int group)
    {
        if (_depth >= _limits.MaxNesting)
        {
            throw Error(FormatDiagnostics.NestingTooDeep, _position, $"at most {_limits.MaxNesting} levels", "more");
        }
        _objects++;
        Charge(WireSchema.EstimatedBytes(message) + 8, _position);
        if (++_depth == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }
        _frames[_depth] = new WireFrame(message, _position, end, group);
    }

    private void EndGroup(ref WireFrame frame, int number, int start)
    {
        if (frame.Group != number)
        {
            throw Malformed(start, frame.Group == 0 ? "a field" : $"the end of group {frame.Group}", $"the end of group {number}");
        }
        _depth--;
    }

    private void Skip(int count, int end)
    {
        if (end - _position < count)
        {
            throw Truncated(_position, $"{count} bytes", $"{end - _position}");
        }
        _position += count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadVarint(int end, int maxBytes) =>
        _position < end && _bytes[_position] is < 0x80 and var single ? ReadSingle(single) : ReadLongVarint(end, maxBytes);

    private ulong ReadSingle(byte value)
    {
        _position++;
        return value;
    }

    private ulong ReadLongVarint(int end, int maxBytes)
    {
        int start = _position;
        ulong value = 0;
        for (int i = 0; i < maxBytes; i++)
        {
            if (_position == end)
            {
                throw Truncated(start, "the rest of a number");
            }
            byte next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }
        throw Malformed(start, $"a number of at most {maxBytes} bytes", "more");
    }

    private readonly CoreMLException Truncated(int position, string expected, string found = "the end") =>
        Error(FormatDiagnostics.SpecificationTruncated, position, expected, found);

    private readonly CoreMLException Malformed(int position, string expected, string found) =>
        Error(FormatDiagnostics.SpecificationMalformed, position, expected, found);

    private readonly CoreMLException TooLarge(int position, string expected, string found) =>
        Error(FormatDiagnostics.SpecificationTooLarge, position, expected, found);

    private readonly CoreMLException Error(DiagnosticDescriptor descriptor, int position, string expected, string found) =>
        descriptor.Error(
            path: WirePath.Describe(_bytes, _frames.AsSpan(0, _depth + 1)),
            file: _file,
            offset: position,
            expected: expected,
            found: found);
}
