namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>The small text files in which the kernel's drivers show their values.</summary>
public interface IAttributeFiles
{
    /// <returns>Without the line end.</returns>
    /// <exception cref="Linux.KernelException">There is none (ENOENT), or the driver behind it has an error to tell, such as that the chip does not answer.</exception>
    string Read(string path);

    /// <exception cref="Linux.KernelException">It may not be written (EACCES, EPERM, EROFS), or the driver refused the text (EINVAL).</exception>
    void Write(string path, string text);
}
