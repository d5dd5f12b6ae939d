using System.Text;
using CoreML.Specification;
using CoreML.Tests;
using CsCheck;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>Specifications as JSON: what protobuf writes, references to long data, and what is refused.</summary>
public class JsonTests
{
    [Theory]
    [MemberData(nameof(SampleModels.Names), MemberType = typeof(SampleModels))]
    public void Samples_come_back_and_protobuf_agrees(string name)
    {
        Model specification = SampleModels.All[name];
        using CoreMLModel model = CoreMLModel.Create(specification.Clone());
        string json = Encoding.UTF8.GetString(model.ToJson(inline: true));
        Assert.Equal(specification, JsonParser.Default.Parse<Model>(json));
        using CoreMLModel read = CoreMLModel.FromJson(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(specification)));
        Assert.Equal(specification, read.Specification);
    }

    [Fact]
    public void Long_data_is_referred_to_and_found_again()
    {
        Model specification = SampleModels.NeuralNetwork();
        specification.NeuralNetwork.Layers[0].Convolution.Weights.FloatValue.Add(Enumerable.Range(0, 1000).Select(i => i / 3f));
        using CoreMLModel model = CoreMLModel.Create(specification);
        Model before = specification.Clone();
        string json = Encoding.UTF8.GetString(model.ToJson());
        Assert.Contains("\"floatValue\": \"@sha256:", json, StringComparison.Ordinal);
        model.ApplyJson(Encoding.UTF8.GetBytes(json.Replace("\"conv\"", "\"convolution\"", StringComparison.Ordinal)));
        Assert.Equal("convolution", model.Specification.NeuralNetwork.Layers[0].Name);
        before.NeuralNetwork.Layers[0].Name = "convolution";
        Assert.Equal(before, model.Specification);

        Assert.Equal("CML6005", Assert.Throws<CoreMLException>(() => CoreMLModel.FromJson(Encoding.UTF8.GetBytes(json))).Code);
        using CoreMLModel whole = CoreMLModel.FromJson(model.ToJson(inline: true));
        Assert.Equal(before, whole.Specification);
    }

    [Fact]
    public void Unknown_fields_are_kept()
    {
        byte[] bytes = [.. SampleModels.Scaler().ToByteArray(), .. new WireBytes().Bytes(777, 1, 2, 3).ToArray()];
        using CoreMLModel model = CoreMLModel.Open(bytes);
        using CoreMLModel read = CoreMLModel.FromJson(model.ToJson(inline: true));
        Assert.Equal(bytes, read.Specification.ToByteArray());
    }

    [Fact]
    public void Numbers_of_all_kinds_come_back()
    {
        Gen.Select(Gen.Double, Gen.Long, Gen.Float, Gen.String).Array[0, 20].Select(values =>
        {
            var model = new Model { Scaler = new Scaler(), SpecificationVersion = 1, Description = new ModelDescription { Metadata = new Metadata() } };
            foreach ((double number, long whole, float single, string text) in values)
            {
                model.Scaler.ShiftValue.Add(number);
                model.Scaler.ScaleValue.Add(single);
                string sound = new([.. text.Where(letter => !char.IsSurrogate(letter))]);
                model.Description.Metadata.UserDefined[sound] = whole.ToString(System.Globalization.CultureInfo.InvariantCulture) + sound;
            }
            model.Scaler.ShiftValue.Add([double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue]);
            return model;
        }).Check(300, specification =>
        {
            using CoreMLModel model = CoreMLModel.Create(specification);
            byte[] json = model.ToJson(inline: true);
            using CoreMLModel read = CoreMLModel.FromJson(json);
            Assert.Equal(specification, read.Specification);
            Assert.Equal(specification, JsonParser.Default.Parse<Model>(Encoding.UTF8.GetString(json)));
        });
    }

    [Fact]
    public void Not_a_number_is_the_one_that_other_tools_write()
    {
        using CoreMLModel model = CoreMLModel.FromJson("""{ "scaler": { "shiftValue": ["NaN"] } }"""u8);
        Assert.Equal(0x7FF8_0000_0000_0000, BitConverter.DoubleToInt64Bits(model.Specification.Scaler.ShiftValue[0]));
        Assert.Contains("\"NaN\"", Encoding.UTF8.GetString(model.ToJson()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"specificationVersion\": \"x\", \"identity\": {}}")]
    [InlineData("{\"specificationVersion\": 99999999999, \"identity\": {}}")]
    [InlineData("{\"identity\": []}")]
    [InlineData("{\"nothing\": 1}")]
    [InlineData("{\"scaler\": {\"shiftValue\": [true]}}")]
    [InlineData("{\"scaler\": {\"shiftValue\": \"@sha256:00\"}}")]
    [InlineData("{\"description\": {\"input\": [{\"type\": {\"imageType\": {\"colorSpace\": \"PURPLE\"}}}]}, \"identity\": {}}")]
    [InlineData("{\"textClassifier\": {\"modelParameterData\": \"***\"}}")]
    public void What_is_no_specification_is_refused(string json) =>
        Assert.Equal("CML6005", Assert.Throws<CoreMLException>(() => CoreMLModel.FromJson(Encoding.UTF8.GetBytes(json))).Code);

    [Fact]
    public void A_specification_without_a_model_is_refused() =>
        Assert.Equal("CML1004", Assert.Throws<CoreMLException>(() => CoreMLModel.FromJson("{\"specificationVersion\": 1}"u8)).Code);

    [Fact]
    public void Hostile_nesting_ends_in_a_diagnostic()
    {
        string json = string.Concat(Enumerable.Repeat("{\"pipeline\":{\"models\":[", 100));
        Assert.Equal("CML6005", Assert.Throws<CoreMLException>(() => CoreMLModel.FromJson(Encoding.UTF8.GetBytes(json))).Code);
    }
}
