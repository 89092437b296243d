namespace PowerMeter.Receiver.Linux;

/// <summary>What a GPIO chip says of itself.</summary>
/// <param name="Name">Such as gpiochip0.</param>
/// <param name="Label">Of its kind, such as pinctrl-bcm2835.</param>
/// <param name="Lines">How many it has; they are numbered from 0.</param>
public sealed record GpioChipInfo(string Name, string Label, int Lines);
