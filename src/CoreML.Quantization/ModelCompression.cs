using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Compresses the weights of models.</summary>
public static class ModelCompression
{
    extension(CoreMLModel model)
    {
        /// <summary>Compresses the weights of the model's ML programs and saves the result, from disk to disk: memory does
        /// not grow with the weights. The model itself is not changed.</summary>
        /// <param name="path">Where to save; what is there is replaced when the result is complete.</param>
        /// <param name="options">How to compress; <see langword="null"/> for the defaults.</param>
        /// <param name="progress">Told about each weight that is done, from any thread.</param>
        /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
        /// <returns>What was done with each weight.</returns>
        /// <exception cref="CoreMLException">CML5001: the model is not an ML program. CML5002: a weight is infinite or not a
        /// number. CML5004: a weight was refused and the options are strict. CML3xxx: a weight cannot be read. CML13xx: the
        /// result cannot be saved.</exception>
        /// <exception cref="OperationCanceledException">The work was stopped.</exception>
        public CompressionReport CompressTo(
            string path,
            CompressionOptions? options = null,
            IProgress<CompressionProgress>? progress = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentException.ThrowIfNullOrWhiteSpace(path);
            return new CompressionRun(model, options ?? new CompressionOptions(), progress, cancellationToken).Run(path);
        }
    }
}
