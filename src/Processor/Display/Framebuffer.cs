using PowerMeter.Shared.Display;

namespace PowerMeter.Processor.Display;

/// <summary>An open framebuffer: a picture goes to it in one write(2), so that a driver that watches sends it once.</summary>
public sealed class Framebuffer : IDisposable
{
    private readonly FileStream _device;
    private readonly byte[] _bytes;

    private Framebuffer(FramebufferEntry entry, FramebufferGeometry geometry, FileStream device)
    {
        Entry = entry;
        Geometry = geometry;
        _device = device;
        _bytes = new byte[geometry.Length];
    }

    public FramebufferEntry Entry { get; }

    public FramebufferGeometry Geometry { get; }

    /// <exception cref="DisplayException">It has a form that cannot be written, or cannot be opened.</exception>
    public static Framebuffer Open(FramebufferEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var geometry = FramebufferFinder.ReadGeometry(entry);
        try
        {
            return new Framebuffer(entry, geometry, new FileStream(entry.Device, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DisplayException($"{entry.Device} may not be opened. Add the Processor's user to the group video: usermod -aG video USER.", e);
        }
        catch (FileNotFoundException e)
        {
            throw new DisplayException($"There is no {entry.Device}, though the kernel has {entry.Name}: is /dev kept by udev?", e);
        }
        catch (IOException e)
        {
            throw new DisplayException($"{entry.Device} cannot be opened: {e.Message}", e);
        }
    }

    /// <param name="picture">Of the geometry's size.</param>
    /// <exception cref="DisplayException">The display is gone or does not take it.</exception>
    public void Show(Picture picture)
    {
        Geometry.Encode(picture, _bytes);
        try
        {
            _device.Position = 0;
            _device.Write(_bytes);
        }
        catch (IOException e)
        {
            throw new DisplayException($"{Entry.Device} ({Entry.Name}) does not take the picture: {e.Message}", e);
        }
    }

    public void Dispose() => _device.Dispose();
}
