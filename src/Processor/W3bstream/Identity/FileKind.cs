namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>The kinds of files that are told apart; others keep their number (inode(7), S_IFMT).</summary>
internal enum FileKind
{
    None = 0,
    Directory = 0x4000,
    Regular = 0x8000,
    Link = 0xA000,
}
