using CoreML.SchemaGen;
using CoreML.Specification;
using Google.Protobuf.Reflection;

namespace CoreML.Format.Tests;

public sealed class WireSchemaTests
{
    [Fact]
    public void Committed_table_is_what_the_generator_writes()
    {
        using Stream committed = typeof(WireSchemaTests).Assembly.GetManifestResourceStream("WireSchema.g.cs")!;
        using var reader = new StreamReader(committed);

        Assert.Equal(WireSchemaSource.Generate(), reader.ReadToEnd(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Every_field_that_a_model_can_hold_is_known()
    {
        var seen = new HashSet<MessageDescriptor>();
        Check(Model.Descriptor, WireSchema.Model);
        Assert.True(seen.Count > 300, $"{seen.Count} messages");

        void Check(MessageDescriptor message, int index)
        {
            if (!seen.Add(message))
            {
                return;
            }
            foreach (FieldDescriptor field in message.Fields.InFieldNumberOrder())
            {
                int found = WireSchema.Find(index, field.FieldNumber, WireSchema.FirstField(index));
                Assert.True(found >= 0, field.FullName);
                Assert.Equal(field.Name, WireSchema.Name(found));
                Assert.Equal(field.IsRepeated, WireSchema.IsRepeated(found));
                Assert.Equal(field.FieldType == FieldType.Message, WireSchema.Kind(found) == WireKind.Message);
                if (field.FieldType == FieldType.Message)
                {
                    Check(field.MessageType, WireSchema.Child(found));
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(199)]
    [InlineData(70_000)]
    [InlineData(int.MaxValue)]
    public void Other_numbers_are_not_found(int number)
    {
        Assert.Equal(-1, WireSchema.Find(WireSchema.Model, number, 0));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(200, 2)]
    public void Guess_does_not_change_the_answer(int number, int wireType)
    {
        int expected = WireSchema.Find(WireSchema.Model, number, 0);
        int end = WireSchema.FirstField(1);
        Assert.All(Enumerable.Range(0, end + 2), guess => Assert.Equal(expected, WireSchema.Find(WireSchema.Model, number, guess)));
        Assert.True(WireSchema.Accepts(expected, wireType));
        Assert.False(WireSchema.Accepts(expected, 5));
    }
}
