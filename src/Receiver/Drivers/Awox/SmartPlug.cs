using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>The plug behind a connection: where its commands are written, and where its answers come from.</summary>
public sealed class SmartPlug
{
    private const ushort Service = 0xFFF0;
    private const ushort CommandCharacteristic = 0xFFF3;

    private readonly AttClient _client;
    private readonly HandleRange _service;
    private readonly GattCharacteristic _command;

    private SmartPlug(AttClient client, HandleRange service, GattCharacteristic command)
    {
        _client = client;
        _service = service;
        _command = command;
    }

    /// <summary>Finds the plug's service and lets it answer.</summary>
    /// <exception cref="AttException">It is no such plug, or does not answer.</exception>
    /// <exception cref="Linux.KernelException">The connection is lost.</exception>
    public static SmartPlug Find(AttClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var discovery = new GattDiscovery(client);
        var service = discovery.FindService(Service) ?? throw new AttException(new Sentence("Bluetooth_NoService"));
        var characteristics = discovery.FindCharacteristics(service);
        var command = characteristics.FirstOrDefault(found => found.Uuid == CommandCharacteristic);
        if ((command.Properties & (GattProperties.Write | GattProperties.WriteWithoutResponse)) == 0)
            throw new AttException(new Sentence("Bluetooth_NoCharacteristic"));
        EnableNotifications(client, discovery, service, characteristics);
        return new SmartPlug(client, service, command);
    }

    /// <summary>Whether a value comes from the plug's service.</summary>
    public bool Owns(ushort handle) => _service.Contains(handle);

    /// <exception cref="AttException">The plug refuses it.</exception>
    public void AskStatus() => Write(SmartPlugFrame.AskStatus());

    /// <exception cref="AttException">The plug refuses it.</exception>
    public void Switch(bool on) => Write(SmartPlugFrame.Switch(on));

    private static void EnableNotifications(
        AttClient client, GattDiscovery discovery, HandleRange service, IReadOnlyList<GattCharacteristic> characteristics)
    {
        for (var i = 0; i < characteristics.Count; i++)
        {
            var characteristic = characteristics[i];
            var notifies = characteristic.Properties.HasFlag(GattProperties.Notify);
            if (!notifies && !characteristic.Properties.HasFlag(GattProperties.Indicate)) continue;

            // A characteristic's descriptors lie between its value and the next one's declaration (vol 3, part G, 3.3.3).
            var last = i + 1 < characteristics.Count ? characteristics[i + 1].Declaration - 1 : service.Last;
            if (characteristic.Handle >= last) continue;
            var descriptors = discovery.FindAttributes(new HandleRange((ushort)(characteristic.Handle + 1), (ushort)last));
            foreach (var (handle, _) in descriptors.Where(found => found.Uuid == GattUuid.ClientConfiguration)) Enable(client, handle, notifies);
        }
    }

    private static void Enable(AttClient client, ushort handle, bool notifies)
    {
        try
        {
            client.Request(AttPacket.Write(AttOpcode.WriteRequest, handle, [notifies ? (byte)1 : (byte)2, 0]));
        }
        catch (AttException e) when (e.Refusal is AttErrorCode.WriteNotPermitted or AttErrorCode.RequestNotSupported)
        {
            // One that cannot be set may notify all the same; if not, the plug shows as silent.
        }
    }

    private void Write(byte[] frame)
    {
        if (_command.Properties.HasFlag(GattProperties.Write)) _client.Request(AttPacket.Write(AttOpcode.WriteRequest, _command.Handle, frame));
        else _client.Send(AttPacket.Write(AttOpcode.WriteCommand, _command.Handle, frame));
    }
}
