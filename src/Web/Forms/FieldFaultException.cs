namespace PowerMeter.Web.Forms;

/// <summary>What was given cannot be as it is; nothing was changed.</summary>
public sealed class FieldFaultException : Exception
{
    public FieldFaultException()
    {
    }

    public FieldFaultException(string message)
        : base(message)
    {
    }

    public FieldFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public FieldFaultException(IReadOnlyList<FieldFault> faults)
        : base(string.Join(", ", faults.Select(fault => $"{fault.Field} ({fault.Key})"))) => Faults = faults;

    public IReadOnlyList<FieldFault> Faults { get; } = [];
}
