using System.Globalization;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>The numbers in a kernel driver's directory.</summary>
public sealed class Ina219Attributes(IAttributeFiles files, string directory)
{
    public string Directory => directory;

    /// <exception cref="Ina219Exception">It cannot be read, or is no number.</exception>
    public double Read(string name) => Find(name) ?? throw Ina219Fault.Attribute(new KernelException($"open {PathOf(name)}", LibC.ENOENT), directory);

    /// <returns>Null when the driver has no such file.</returns>
    public double? Find(string name)
    {
        string text;
        try
        {
            text = files.Read(PathOf(name));
        }
        catch (KernelException e) when (e.Errno == LibC.ENOENT)
        {
            return null;
        }
        catch (KernelException e)
        {
            throw Ina219Fault.Attribute(e, directory);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw new Ina219Exception(SensorState.Fault, new Sentence("Ina219_NoNumber", PathOf(name)));
    }

    /// <exception cref="KernelException">It may not be written, or was refused.</exception>
    public void Write(string name, long number) => files.Write(PathOf(name), number.ToString(CultureInfo.InvariantCulture));

    public string PathOf(string name) => $"{directory}/{name}";
}
