using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Conformance.Tests;

/// <summary>Every golden and real model through JSON and back, compared with protobuf's own JSON.</summary>
public class JsonTests
{
    [Fact]
    public void Every_model_comes_back_equal_from_json()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models())
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            // Protobuf's own writer, which the JSON is made from, leaves out a single −0.
            Model before = Model.Parser.ParseFrom(model.Specification.ToByteArray());
            model.ApplyJson(model.ToJson());
            Assert.True(before.Equals(model.Specification), path);
            count++;
        }
        Assert.True(count > 900, $"{count} models");
    }

    [Fact]
    public void Protobuf_reads_it_and_writes_what_we_read()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models().Where(path => path.Contains("golden", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            if (model.Specification.CalculateSize() > 200_000)
            {
                continue;
            }
            Model known = Model.Parser.WithDiscardUnknownFields(true).ParseFrom(model.Specification.ToByteArray());
            string text = System.Text.Encoding.UTF8.GetString(model.ToJson(inline: true));
            // Protobuf's own reader has another NaN than the files.
            if (!text.Contains("\"@unknown\"", StringComparison.Ordinal) && !text.Contains("\"NaN\"", StringComparison.Ordinal))
            {
                Assert.True(known.Equals(JsonParser.Default.Parse<Model>(text)), path);
            }
            using CoreMLModel read = CoreMLModel.FromJson(System.Text.Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(known)));
            Assert.True(known.Equals(read.Specification), path);
            count++;
        }
        Assert.True(count > 600, $"{count} models");
    }
}
