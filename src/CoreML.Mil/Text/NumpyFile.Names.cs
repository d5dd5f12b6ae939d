using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoreML.Format;

namespace CoreML.Mil;

public static partial class NumpyFile
{
    // File systems take 255 units; the rest is for an extension, a number, and the name that a file has while it is written.
    private const int LongestName = 160;

    // Windows gives these names to devices, in any folder and with any extension.
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Names a file for each weight of a model, no two of them equal on any system: <c>NAME.npy</c>, in a folder for each
    /// function if there are several, in a folder for each stage of a pipeline if several have weights
    /// (<c>0/main/NAME.npy</c>; <c>1.0</c> is the first stage of a pipeline that is the second stage). Names and functions are escaped. A weight whose file
    /// would have the name of an earlier one, letter case aside, gets a number: <c>NAME~2.npy</c>.</summary>
    /// <param name="model">A model of any type.</param>
    /// <returns>The weights in the order of the model, each with a relative path; its parts are separated by <c>/</c>.</returns>
    /// <exception cref="CoreMLException">A program is damaged.</exception>
    public static IReadOnlyList<KeyValuePair<string, ModelWeight>> NameWeights(CoreMLModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var stages = ModelPrograms.ReadStageWeights(model).Where(stage => stage.Weights.Count > 0).ToArray();
        var named = new List<KeyValuePair<string, ModelWeight>>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((ModelStage stage, IReadOnlyList<ModelWeight> weights) in stages)
        {
            string folder = stages.Length > 1 ? Position(stage) + "/" : "";
            bool functions = weights.Select(weight => weight.Function).Distinct().Count() > 1;
            foreach (ModelWeight weight in weights)
            {
                string path = folder + (functions ? Escape(weight.Function!) + "/" : "") + Escape(weight.Name);
                string file = path + ".npy";
                for (int i = 2; !taken.Add(file); i++)
                {
                    file = string.Create(CultureInfo.InvariantCulture, $"{path}~{i}.npy");
                }
                named.Add(new(file, weight));
            }
        }
        return named;
    }

    /// <summary>A weight's name as the name of a file or folder on any system: characters outside <c>[A-Za-z0-9_.@-]</c> become
    /// <c>%XX</c> for each byte of their UTF-8, and so do a dot at the end and the first letter of what Windows takes for a device. No
    /// name is <c>%</c>; the end of a name of more than 160 characters becomes <c>~</c> and a hash.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The file name, without an extension.</returns>
    public static string Escape(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        bool device = Devices.Contains(name.Split('.')[0]);
        byte[] units = Encoding.UTF8.GetBytes(name);
        var escaped = new StringBuilder(units.Length == 0 ? "%" : "");
        for (int i = 0; i < units.Length; i++)
        {
            char letter = (char)units[i];
            bool plain = char.IsAsciiLetterOrDigit(letter) ? i > 0 || !device : letter is '_' or '@' or '-' || (letter == '.' && i < units.Length - 1);
            _ = plain ? escaped.Append(letter) : escaped.Append(CultureInfo.InvariantCulture, $"%{units[i]:X2}");
        }
        return escaped.Length <= LongestName
            ? escaped.ToString()
            : $"{escaped.ToString(0, LongestName - 17)}~{System.Convert.ToHexStringLower(SHA256.HashData(units))[..16]}";
    }

    // pipeline.models[1].pipelineClassifier.pipeline.models[0] is 1.0; the outermost model has no weights of its own if it has stages.
    private static string Position(ModelStage stage) => string.Join('.', stage.Path.Split('[').Skip(1).Select(part => part[..part.IndexOf(']')]));
}
