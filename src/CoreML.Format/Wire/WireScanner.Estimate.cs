namespace CoreML.Format;

// How much memory a parser would take.
internal ref partial struct WireScanner
{
    private const long FixedAllowance = 16 << 20;

    // The first unknown field of a message makes a dictionary, each further number an entry with a list of its own;
    // repetitions go into the list.
    private void ChargeUnknown(ref WireFrame frame, int number, int position)
    {
        if (number != frame.UnknownNumber)
        {
            Charge(frame.UnknownNumber == 0 ? 400 : 200, position);
            frame.UnknownNumber = number;
        }
        else
        {
            Charge(16, position);
        }
    }

    private void Charge(long bytes, int position)
    {
        _estimate += bytes;
        if (_estimate > _allowedBytes || _objects > _limits.MaxObjects)
        {
            throw TooLarge(
                position,
                $"at most {_limits.MaxObjects} objects, and {_limits.MaxExpansion} times the file's size of memory",
                $"{_objects} objects and {_estimate} bytes so far");
        }
    }
}
