using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>Finds the nearest centroid of each vector in a block; of equally near ones the first.</summary>
/// <remarks>Lanes are vectors, and each sums its squared differences in the order of the dimensions, so that all widths give
/// the same bits.</remarks>
internal static class NearestVector
{
    /// <summary>Number of vectors in a block: a multiple of all widths.</summary>
    public const int Block = 256;

    /// <summary>Searches with the widest vectors there are.</summary>
    /// <inheritdoc cref="Find{TVector, TLanes}"/>
    public static void Find(ReadOnlySpan<double> coordinates, ReadOnlySpan<double> centroids, int dimension, Span<double> distances, Span<double> indices)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Find<Vector512<double>, DoubleLanes8>(coordinates, centroids, dimension, distances, indices);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Find<Vector256<double>, DoubleLanes4>(coordinates, centroids, dimension, distances, indices);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Find<Vector128<double>, DoubleLanes2>(coordinates, centroids, dimension, distances, indices);
        }
        else
        {
            Find<double, DoubleLanes1>(coordinates, centroids, dimension, distances, indices);
        }
    }

    /// <summary>Searches.</summary>
    /// <param name="coordinates">For each dimension the coordinates of a whole block.</param>
    /// <param name="centroids">The centroids one after another.</param>
    /// <param name="dimension">Length of a vector.</param>
    /// <param name="distances">Takes the squared distances of a whole block.</param>
    /// <param name="indices">Takes the centroids' numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Find<TVector, TLanes>(
        ReadOnlySpan<double> coordinates, ReadOnlySpan<double> centroids, int dimension, Span<double> distances, Span<double> indices)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(coordinates.Length, dimension * Block);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(distances.Length, indices.Length), Block);
        ref double source = ref MemoryMarshal.GetReference(coordinates);
        ref TVector distanceTarget = ref Unsafe.As<double, TVector>(ref MemoryMarshal.GetReference(distances));
        ref TVector indexTarget = ref Unsafe.As<double, TVector>(ref MemoryMarshal.GetReference(indices));
        int count = centroids.Length / dimension;
        for (int i = 0; i < Block; i += TLanes.Count)
        {
            TVector best = TLanes.Create(double.PositiveInfinity);
            TVector bestIndex = TLanes.Create(0);
            for (int c = 0; c < count; c++)
            {
                TVector sum = TLanes.Create(0);
                for (int d = 0; d < dimension; d++)
                {
                    TVector difference = TLanes.Subtract(TLanes.Load(ref source, d * Block + i), TLanes.Create(centroids[c * dimension + d]));
                    sum = TLanes.MultiplyAdd(difference, difference, sum);
                }
                bestIndex = TLanes.WhereLess(sum, best, TLanes.Create(c), bestIndex);
                best = TLanes.WhereLess(sum, best, sum, best);
            }
            Unsafe.Add(ref distanceTarget, i / TLanes.Count) = best;
            Unsafe.Add(ref indexTarget, i / TLanes.Count) = bestIndex;
        }
    }
}
