using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

// Layers that go along the sequence.
internal static partial class LayerShapes
{
    private static TensorShape[] SimpleRecurrent(LayerContext context)
    {
        SimpleRecurrentLayerParams p = context.Layer.SimpleRecurrent;
        return Recurrent(context, p.InputVectorSize, p.OutputVectorSize, p.SequenceOutput, states: 1, directions: 1);
    }

    private static TensorShape[] Gru(LayerContext context)
    {
        GRULayerParams p = context.Layer.Gru;
        return Recurrent(context, p.InputVectorSize, p.OutputVectorSize, p.SequenceOutput, states: 1, directions: 1);
    }

    private static TensorShape[] UniDirectionalLstm(LayerContext context)
    {
        UniDirectionalLSTMLayerParams p = context.Layer.UniDirectionalLSTM;
        context.Check(p.Activations.Count == 3, "activations", "3: gates, cell, output", p.Activations.Count);
        return Recurrent(context, p.InputVectorSize, p.OutputVectorSize, p.Params.SequenceOutput, states: 2, directions: 1);
    }

    private static TensorShape[] BiDirectionalLstm(LayerContext context)
    {
        BiDirectionalLSTMLayerParams p = context.Layer.BiDirectionalLSTM;
        context.Check(p.WeightParams.Count == 2, "weightParams", "2, forwards and backwards", p.WeightParams.Count);
        return Recurrent(context, p.InputVectorSize, p.OutputVectorSize, p.Params.SequenceOutput, states: 2, directions: 2);
    }

    // The result, then the states: of each direction the output and, for LSTM, the cell.
    private static TensorShape[] Recurrent(LayerContext context, ulong inputs, ulong outputs, bool sequence, int states, int directions)
    {
        context.ExactRank(5);
        context.Check(outputs > 0, "outputVectorSize", "a positive number", outputs);
        context.Size(context.Input, 2, (long)inputs, "channels");
        context.Size(context.Input, 3, 1, "height");
        context.Size(context.Input, 4, 1, "width");
        Dimension batch = context.Input[1];
        foreach (TensorShape state in context.Inputs.Skip(1))
        {
            if (state.Rank != 5)
            {
                throw context.Shape("states of 5 dimensions", $"{state}");
            }
            context.Size(state, 2, (long)outputs, "channels of a state");
        }
        TensorShape result = [sequence ? context.Input[0] : 1, batch, (long)outputs * directions, 1, 1];
        TensorShape final = [1, batch, (long)outputs, 1, 1];
        return [result, .. Enumerable.Repeat(final, states * directions)];
    }
}
