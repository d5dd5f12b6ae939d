using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Conformance.Tests;

/// <summary>The builders make the classic models that other tools made.</summary>
public class ClassicRebuildTests
{
    [Fact]
    public void Every_classic_model_is_built_again()
    {
        var met = new HashSet<Model.TypeOneofCase>();
        foreach (string path in Shared.Files("*.mlmodel", "golden", "classic"))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelStage stage in model.Stages)
            {
                Model built = ClassicRebuilder.Rebuild(stage.Specification);
                // Other tools write versions of their own choice, not always the lowest one.
                built.SpecificationVersion = stage.Specification.SpecificationVersion;
                Assert.True(built.Equals(stage.Specification), $"{path}: {stage.Path}");
                met.Add(stage.Specification.TypeCase);
            }
        }
        Assert.Equal(ClassicRebuilder.Types.Order(), met.Order());
    }
}
