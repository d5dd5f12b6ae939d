using System.IO.Compression;
using System.Text;
using CoreML.Format;
using CoreML.Format.Tests;
using CoreML.Mil;

namespace CoreML.Builder.Tests;

/// <summary>Weights from files and streams.</summary>
public class WeightFileTests
{
    private static readonly float[] Numbers = [.. Enumerable.Range(0, 24).Select(i => i - 11.5f)];

    [Fact]
    public void A_file_of_NumPy()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 6), }\n"));
        TensorConstant weight = Weight.ReadNpy(folder["a.npy"]);
        Assert.Equal([4L, 6], weight.Shape.ToSizes());
        Assert.Equal(Numbers, weight.ToArray<float>());
        Assert.Equal(Numbers, weight.As(ElementType.Float16).ToSingles());
    }

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (4, 6), }\n")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (4, 6), }\n")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4, 7), }\n")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9), }\n")]
    [InlineData("nonsense")]
    public void A_damaged_file_of_NumPy(string header)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], Npy(header));
        Misuse.Expect("CML7406", () => Weight.ReadNpy(folder["a.npy"]));
        File.WriteAllBytes(folder["a.npy"], [1, 2, 3]);
        Misuse.Expect("CML7406", () => Weight.ReadNpy(folder["a.npy"]));
    }

    [Fact]
    public void The_order_of_a_header_does_not_matter()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], Npy("{ 'shape':(4,6),'fortran_order' : False,\t'descr':'<f4'}"));
        Assert.Equal([4L, 6], Weight.ReadNpy(folder["a.npy"]).Shape.ToSizes());
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_of_NumPy(CompressionLevel level)
    {
        using var folder = new TemporaryFolder();
        WriteArchive(folder["a.npz"], level);
        IReadOnlyDictionary<string, TensorConstant> weights = Weight.ReadNpz(folder["a.npz"]);
        Assert.Equal(Numbers, weights["w"].ToArray<float>());
        Assert.Equal([2.5, -1], weights["few"].ToArray<double>());

        // In any order, and again.
        WeightContent content = weights["v"].ToContent();
        byte[] piece = new byte[8];
        foreach (int start in (int[])[40, 88, 0, 16, 16])
        {
            content.Read(start, piece);
            Assert.Equal(Data()[start..(start + 8)], piece);
        }
    }

    [Fact]
    public void An_archive_of_NumPy_in_a_model()
    {
        using var folder = new TemporaryFolder();
        WriteArchive(folder["a.npz"], CompressionLevel.Optimal);
        IReadOnlyDictionary<string, TensorConstant> weights = Weight.ReadNpz(folder["a.npz"]);
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
        {
            Var x = p.Input("x", [1, 24], ElementType.Float16);
            p.Output("y", x * weights["w"].As(ElementType.Float16) + weights["v"].As(ElementType.Float16));
        });
        model.Save(folder["m.mlpackage"]);
        using CoreMLModel saved = CoreMLModel.Open(folder["m.mlpackage"]);
        Assert.All(saved.ReadWeights(), weight => Assert.Equal(Numbers, ((TensorConstant)((ProgramWeight)weight).Value!.Constant!).ToSingles()));
        Assert.Equal(2, saved.ReadWeights().Count);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void An_archive_of_NumPy_takes_no_memory(CompressionLevel level)
    {
        using var folder = new TemporaryFolder();
        const int Count = 1 << 22;
        using (ZipArchive archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
        {
            using Stream stream = archive.CreateEntry("w.npy", level).Open();
            stream.Write(Npy($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({Count},), }}\n", new byte[4 * Count]));
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        WeightContent content = Weight.ReadNpz(folder["a.npz"])["w"].ToContent();
        byte[] piece = new byte[1 << 16];
        for (long start = 0; start < content.SizeInBytes; start += piece.Length)
        {
            content.Read(start, piece);
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, piece.Length, 1 << 20);
    }

    [Fact]
    public void A_damaged_archive_of_NumPy()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npz"], [1, 2, 3]);
        Misuse.Expect("CML7406", () => Weight.ReadNpz(folder["a.npz"]));
        WriteArchive(folder["b.npz"], CompressionLevel.NoCompression, "{'descr': '<f4', 'fortran_order': False, 'shape': (25,), }\n");
        Misuse.Expect("CML7406", () => Weight.ReadNpz(folder["b.npz"]));

        // An element that changed behind the back of the checksum.
        WriteArchive(folder["c.npz"], CompressionLevel.NoCompression);
        byte[] file = File.ReadAllBytes(folder["c.npz"]);
        file[file.AsSpan().IndexOf(BitConverter.GetBytes(Numbers[3]))] ^= 1;
        File.WriteAllBytes(folder["c.npz"], file);
        Misuse.Expect("CML7406", () => Weight.ReadNpz(folder["c.npz"])["w"].ToArray<float>());
    }

    [Fact]
    public void A_safetensors_file_in_a_model()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.safetensors"], Safetensors("{\"__metadata__\":{},\"w\":{\"dtype\":\"F32\",\"shape\":[4,6],\"data_offsets\":[0,96]}}"));
        using CoreMLModel model = ProgramBuilder.Build(
            DeploymentTarget.IOS16, p => p.Output("y", p.Input("x", [1, 6]).Linear(Weight.ReadSafetensors(folder["a.safetensors"])["w"])));
        model.Save(folder["m.mlpackage"]);
        Assert.Equal(Numbers, ((TensorConstant)model.ReadProgram().Functions["main"].Body.Operations[0].Attributes["val"]).ToArray<float>());
    }

    [Theory]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4,6],\"data_offsets\":[0,97]}}")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[4,6],\"data_offsets\":[0,92]}}")]
    [InlineData("{\"w\":{\"dtype\":\"F32\",\"shape\":[-4,-6],\"data_offsets\":[0,96]}}")]
    [InlineData("{\"w\":{\"dtype\":\"C64\",\"shape\":[4,6],\"data_offsets\":[0,96]}}")]
    [InlineData("{\"w\":{\"shape\":[4,6]}}")]
    [InlineData("[")]
    public void A_damaged_safetensors_file(string header)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.safetensors"], Safetensors(header));
        Misuse.Expect("CML7406", () => Weight.ReadSafetensors(folder["a.safetensors"]));
        File.WriteAllBytes(folder["b.safetensors"], BitConverter.GetBytes(long.MaxValue));
        Misuse.Expect("CML7406", () => Weight.ReadSafetensors(folder["b.safetensors"]));
    }

    [Fact]
    public void A_stream()
    {
        using var stream = new MemoryStream([.. new byte[3], .. Data()]) { Position = 3 };
        Assert.Equal(Numbers, Weight.FromStream(stream, ElementType.Float32, [24]).ToArray<float>());
        stream.Position = 4;
        Misuse.Expect("CML7005", () => Weight.FromStream(stream, ElementType.Float32, [24]));
    }

    private static void WriteArchive(string path, CompressionLevel level, string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (24,), }\n")
    {
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Add("w.npy", Npy(header));
        Add("v.npy", Npy(header));
        Add("few.npy", Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", [.. BitConverter.GetBytes(2.5), .. BitConverter.GetBytes(-1.0)]));
        Add("readme.txt", [1]);

        void Add(string name, byte[] content)
        {
            using Stream stream = archive.CreateEntry(name, level).Open();
            stream.Write(content);
        }
    }

    private static byte[] Data() => [.. Numbers.SelectMany(BitConverter.GetBytes)];

    private static byte[] Npy(string header, byte[]? data = null) =>
        [0x93, .. "NUMPY\x01\x00"u8, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data ?? Data()];

    private static byte[] Safetensors(string header) => [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. Data()];
}
