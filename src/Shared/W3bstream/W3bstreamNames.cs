namespace PowerMeter.Shared.W3bstream;

/// <summary>What the database, the API and the command line call the choices that <see cref="W3bstreamSettings"/> has.</summary>
public static class W3bstreamNames
{
    public const string Devnet = "devnet";
    public const string Task = "task";

    /// <summary>Of a task's payload: its time, which can be signed beside the message's hash.</summary>
    public const string SignedTime = "timestamp";

    /// <summary>Of a task's payload: its power, which can be signed beside the message's hash.</summary>
    public const string SignedWatts = "value";

    public static string Of(W3bstreamProfile profile) => profile == W3bstreamProfile.Task ? Task : Devnet;

    public static string Of(SignatureEncoding encoding) => encoding == SignatureEncoding.Der ? "der" : "raw";

    public static string Of(PublicKeyForm form) => form == PublicKeyForm.Address ? "address" : "key";
}
