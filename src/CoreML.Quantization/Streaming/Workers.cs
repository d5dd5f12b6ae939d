using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace CoreML.Quantization;

/// <summary>Runs pieces of work, one after the other or side by side; each thread has buffers of its own.</summary>
internal sealed class Workers
{
    private readonly ConcurrentBag<Scratch> _scratch;
    private readonly ParallelOptions _options;

    public Workers(int threads, CancellationToken cancellation)
        : this(new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, [])
    {
    }

    private Workers(ParallelOptions options, ConcurrentBag<Scratch> scratch)
    {
        _options = options;
        _scratch = scratch;
    }

    /// <summary>The same buffers with one thread: for work that runs beside other work.</summary>
    public Workers Alone => new(new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = _options.CancellationToken }, _scratch);

    /// <summary>Most threads at a time.</summary>
    public int Threads => _options.MaxDegreeOfParallelism;

    public CancellationToken Cancellation => _options.CancellationToken;

    /// <summary>Does something for each of so many pieces.</summary>
    public void ForEach(int count, Action<int, Scratch> action)
    {
        if (Threads == 1 || count == 1)
        {
            Scratch own = Rent();
            for (int i = 0; i < count; i++)
            {
                Cancellation.ThrowIfCancellationRequested();
                action(i, own);
            }
            _scratch.Add(own);
            return;
        }
        try
        {
            Parallel.For(0, count, _options, Rent, (i, _, scratch) =>
            {
                action(i, scratch);
                return scratch;
            }, _scratch.Add);
        }
        catch (AggregateException exception)
        {
            // The first failure says it all; others follow from it or repeat it.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private Scratch Rent() => _scratch.TryTake(out Scratch? scratch) ? scratch : new Scratch();
}
