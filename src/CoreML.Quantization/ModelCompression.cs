using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Compresses the weights of models.</summary>
public static class ModelCompression
{
    extension(CoreMLModel model)
    {
        /// <summary>Compresses the weights of the model's ML programs and neural networks and saves the result. The model itself is
        /// not changed. ML programs go from disk to disk, and memory does not grow with their weights; those of neural networks are in
        /// the specification, which is copied.</summary>
        /// <param name="path">Where to save; what is there is replaced when the result is complete.</param>
        /// <param name="options">How to compress; <see langword="null"/> for the defaults.</param>
        /// <param name="progress">Told about each weight that is done, from any thread.</param>
        /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
        /// <returns>What was done with each weight.</returns>
        /// <exception cref="CoreMLException">CML5001: the model has neither an ML program nor a neural network. CML5002: a weight is infinite or not a
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

        /// <summary>Decodes the compressed weights of the model's ML programs, each to a dense constant of its own name, and those of its
        /// neural networks to single precision, also from half precision; and saves the result.</summary>
        /// <param name="path">Where to save; what is there is replaced when the result is complete.</param>
        /// <param name="options">Rules say which weights stay as they are: those of rules without a scheme; number of threads and the like
        /// are as for compression, and the default scheme does not count. <see langword="null"/> for the defaults.</param>
        /// <param name="progress">Told about each weight that is done, from any thread.</param>
        /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
        /// <returns>What was done with each weight.</returns>
        /// <exception cref="CoreMLException">As for <see cref="CompressTo"/>. CML31xx, CML41xx: a weight cannot be decoded.</exception>
        /// <exception cref="OperationCanceledException">The work was stopped.</exception>
        public CompressionReport DecompressTo(
            string path,
            CompressionOptions? options = null,
            IProgress<CompressionProgress>? progress = null,
            CancellationToken cancellationToken = default) =>
            model.CompressTo(path, (options ?? new CompressionOptions()) with { Default = Storage.Dense() }, progress, cancellationToken);

        /// <summary>Compresses the weights of the model's ML programs and neural networks into a model to go on with: to look at, edit and save.
        /// The model itself is not changed.</summary>
        /// <param name="options">How to compress; <see langword="null"/> for the defaults.</param>
        /// <param name="progress">Told about each weight that is done, from any thread.</param>
        /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
        /// <returns>The compressed model, to be disposed by the caller. Its weights are in a temporary file, which is deleted
        /// when it is disposed; what is saved from it does not need the file. <see cref="CoreMLModel.Path"/> is
        /// <see langword="null"/>.</returns>
        /// <remarks>The temporary file takes room in the system's folder for temporary files. Who only wants the result on
        /// disk uses <see cref="CompressTo"/>, which writes it once.</remarks>
        /// <exception cref="CoreMLException">As for <see cref="CompressTo"/>.</exception>
        /// <exception cref="OperationCanceledException">The work was stopped.</exception>
        public CoreMLModel Compress(
            CompressionOptions? options = null,
            IProgress<CompressionProgress>? progress = null,
            CancellationToken cancellationToken = default) =>
            model.Compress(out _, options, progress, cancellationToken);

        /// <summary>Compresses as <see cref="Compress(CoreMLModel, CompressionOptions, IProgress{CompressionProgress}, CancellationToken)"/>
        /// does, and tells what was done.</summary>
        /// <inheritdoc cref="Compress(CoreMLModel, CompressionOptions, IProgress{CompressionProgress}, CancellationToken)"/>
        /// <param name="report">What was done with each weight.</param>
        /// <param name="options">How to compress; <see langword="null"/> for the defaults.</param>
        /// <param name="progress">Told about each weight that is done, from any thread.</param>
        /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
        public CoreMLModel Compress(
            out CompressionReport report,
            CompressionOptions? options = null,
            IProgress<CompressionProgress>? progress = null,
            CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            CompressionReport? done = null;
            CoreMLModel result = model.OpenTemporary(path => done = model.CompressTo(path, options, progress, cancellationToken));
            report = done!;
            return result;
        }
    }
}
