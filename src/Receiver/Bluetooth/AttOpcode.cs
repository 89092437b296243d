namespace PowerMeter.Receiver.Bluetooth;

/// <summary>The first byte of each ATT packet (Bluetooth Core, vol 3, part F, 3.4.8).</summary>
public enum AttOpcode : byte
{
    ErrorResponse = 0x01,
    ExchangeMtuRequest = 0x02,
    ExchangeMtuResponse = 0x03,
    FindInformationRequest = 0x04,
    FindInformationResponse = 0x05,
    FindByTypeValueRequest = 0x06,
    FindByTypeValueResponse = 0x07,
    ReadByTypeRequest = 0x08,
    ReadByTypeResponse = 0x09,
    WriteRequest = 0x12,
    WriteResponse = 0x13,
    HandleValueNotification = 0x1B,
    HandleValueIndication = 0x1D,
    HandleValueConfirmation = 0x1E,
    WriteCommand = 0x52,
}
