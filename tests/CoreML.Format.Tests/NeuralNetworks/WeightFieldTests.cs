using System.Collections;
using CoreML.Specification;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoreML.Format.Tests;

/// <summary>The table of weights against the schema.</summary>
public sealed class WeightFieldTests
{
    [Fact]
    public void Every_field_of_the_schema_that_can_hold_a_weight_is_listed()
    {
        List<FieldDescriptor[]> fields = [.. Fields(NeuralNetworkLayer.Descriptor, [])];
        Assert.Equal(84, fields.Count);
        Assert.All(fields, field =>
        {
            NetworkWeight weight = Assert.Single(Network.Weights(LayerWith(field)));
            Assert.Equal("neuralNetwork.layers[0]." + Describe(field), weight.Path);
            Assert.Equal("layer." + Describe(field[1..]), weight.Name);
        });
    }

    [Fact]
    public void Fields_without_elements_are_no_weights()
    {
        var parameters = new InnerProductLayerParams { Weights = null, Bias = new WeightParams { IsUpdatable = true } };
        Assert.Empty(Network.Weights(new NeuralNetworkLayer { InnerProduct = parameters }));
    }

    // The ways through messages from a layer to a weight, not through the layers of nested networks.
    private static IEnumerable<FieldDescriptor[]> Fields(MessageDescriptor message, FieldDescriptor[] way)
    {
        foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
        {
            if (field.FieldType != FieldType.Message || field.IsMap || field.MessageType == NeuralNetwork.Descriptor)
            {
                continue;
            }
            FieldDescriptor[] longer = [.. way, field];
            if (field.MessageType == WeightParams.Descriptor)
            {
                yield return longer;
                continue;
            }
            foreach (FieldDescriptor[] found in Fields(field.MessageType, longer))
            {
                yield return found;
            }
        }
    }

    private static NeuralNetworkLayer LayerWith(FieldDescriptor[] way)
    {
        var layer = new NeuralNetworkLayer { Name = "layer" };
        IMessage message = layer;
        foreach (FieldDescriptor field in way)
        {
            IMessage child = field.MessageType == WeightParams.Descriptor
                ? Network.Floats(1)
                : field.MessageType.Parser.ParseFrom(ByteString.Empty);
            if (field.IsRepeated)
            {
                ((IList)field.Accessor.GetValue(message)).Add(child);
            }
            else
            {
                field.Accessor.SetValue(message, child);
            }
            message = child;
        }
        return layer;
    }

    private static string Describe(IEnumerable<FieldDescriptor> way) =>
        string.Join('.', way.Select(field => field.Name + (field.IsRepeated ? "[0]" : "")));
}
