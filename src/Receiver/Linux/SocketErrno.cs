namespace PowerMeter.Receiver.Linux;

/// <summary>
/// The errors of sockets (asm-generic/errno-base.h and errno.h; the same on x64, arm64 and arm). The kernel makes them of
/// the controller's status codes as well (net/bluetooth/lib.c, bt_to_errno).
/// </summary>
internal static class SocketErrno
{
    public const int EPERM = 1;
    public const int EMLINK = 31;
    public const int EPIPE = 32;
    public const int ENOSYS = 38;
    public const int EPROTO = 71;
    public const int EMSGSIZE = 90;
    public const int EPROTONOSUPPORT = 93;
    public const int ESOCKTNOSUPPORT = 94;
    public const int EOPNOTSUPP = 95;
    public const int EAFNOSUPPORT = 97;
    public const int ENETDOWN = 100;
    public const int ECONNABORTED = 103;
    public const int ECONNRESET = 104;
    public const int ENOTCONN = 107;
    public const int ETIMEDOUT = 110;
    public const int ECONNREFUSED = 111;
    public const int EHOSTDOWN = 112;
    public const int EHOSTUNREACH = 113;
    public const int EINPROGRESS = 115;
}
