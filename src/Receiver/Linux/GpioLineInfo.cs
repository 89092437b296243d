namespace PowerMeter.Receiver.Linux;

/// <summary>What the kernel says of a GPIO line.</summary>
/// <param name="Name">Such as GPIO22; may be empty.</param>
/// <param name="Consumer">Who uses it; empty when nobody does, or does not say.</param>
public sealed record GpioLineInfo(string Name, string Consumer, bool IsUsed);
