using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Bluetooth;

/// <summary>
/// Finds the attributes of a device's service (Bluetooth Core, vol 3, part G, 4.4.2, 4.6.1 and 4.7.1). Every search goes
/// forward through the handles and is bounded, whatever the device answers.
/// </summary>
public sealed class GattDiscovery(AttClient client)
{
    /// <summary>More than any plug has.</summary>
    private const int MostAttributes = 64;

    /// <returns>The handles of the first primary service of this UUID; null when there is none.</returns>
    /// <exception cref="AttException">The device refuses, does not answer, or its answer is none.</exception>
    public HandleRange? FindService(ushort uuid)
    {
        try
        {
            var services = new List<HandleRange>();
            var answer = client.Request(AttPacket.FindService(HandleRange.All, uuid));
            if (!AttPacket.TryParseServices(answer, services)) throw Unreadable(answer);
            return services[0];
        }
        catch (AttException e) when (e.Refusal == AttErrorCode.AttributeNotFound)
        {
            return null;
        }
    }

    public IReadOnlyList<GattCharacteristic> FindCharacteristics(HandleRange service) =>
        FindAll<GattCharacteristic>(service, AttPacket.FindCharacteristics, AttPacket.TryParseCharacteristics, found => found.Declaration);

    /// <returns>Handle and short UUID of each attribute.</returns>
    public IReadOnlyList<(ushort Handle, ushort Uuid)> FindAttributes(HandleRange range) =>
        FindAll<(ushort Handle, ushort Uuid)>(range, AttPacket.FindInformation, AttPacket.TryParseInformation, found => found.Handle);

    private delegate bool Parser<T>(ReadOnlySpan<byte> packet, ICollection<T> found);

    private List<T> FindAll<T>(HandleRange range, Func<HandleRange, byte[]> request, Parser<T> parse, Func<T, ushort> handleOf)
    {
        var found = new List<T>();
        while (range.First <= range.Last)
        {
            ReadOnlySpan<byte> answer;
            try
            {
                answer = client.Request(request(range));
            }
            catch (AttException e) when (e.Refusal == AttErrorCode.AttributeNotFound)
            {
                break;
            }

            var known = found.Count;
            if (!parse(answer, found)) throw Unreadable(answer);
            foreach (var item in found.Skip(known))
            {
                if (!range.Contains(handleOf(item)) || found.Count > MostAttributes) throw Unreadable(answer);
                if (handleOf(item) == ushort.MaxValue) return found;
                range = range with { First = (ushort)(handleOf(item) + 1) };
            }
        }

        return found;
    }

    private static AttException Unreadable(ReadOnlySpan<byte> answer) => new(
        new Sentence("Bluetooth_Attributes", Convert.ToHexString(answer[..Math.Min(answer.Length, 24)])));
}
