namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>What <see cref="IdentityCommand"/> does.</summary>
public enum IdentityAction
{
    /// <summary>Prints what everybody may know; makes a key where there is none.</summary>
    Show,
    Import,
    Export,
}
