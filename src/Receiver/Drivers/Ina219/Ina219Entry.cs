using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>A chip that a kernel driver has.</summary>
/// <param name="Door">Hwmon or Iio.</param>
/// <param name="Directory">Such as <c>/sys/class/hwmon/hwmon2</c>; the number changes from boot to boot.</param>
/// <param name="Bus">The I²C bus's number; null when the kernel does not say.</param>
/// <param name="Address">7 bits; null when the kernel does not say.</param>
public sealed record Ina219Entry(Ina219Door Door, string Directory, int? Bus, int? Address);
