// Power of a mains circuit, estimated: the true RMS current of an ACS712 on A0, times a mains voltage that is taken for
// constant. Prints watts, once a second, such as "230.00".
//
// What it prints is the apparent power (volt-amperes) times POWER_FACTOR. The voltage's wave is not measured, so the
// real power is not either: for heaters and bulbs the two are the same, for motors and small power supplies the real
// power is less. The direction of the flow cannot be told.

const uint8_t SENSOR_PIN = A0;

// Of your part: 185 for the 5 A one, 100 for 20 A, 66 for 30 A (ACS712 data sheet, performance characteristics).
const float MILLIVOLTS_PER_AMPERE = 66.0;

const float MAINS_VOLTS = 230.0;       // RMS
const unsigned long MAINS_HERTZ = 50;  // 50 or 60

// 1 for resistive loads; else what you know of your load, 0 to 1.
const float POWER_FACTOR = 1.0;

// The current it shows with nothing connected, at NOISE_AMPERES = 0: the sensor's own noise. It is taken out of the
// squares, where noise adds.
const float NOISE_AMPERES = 0.0;

// What the Arduino's 5 V pin really has: on USB often 4.8 V. Measure it.
const float REFERENCE_MILLIVOLTS = 5000.0;

const float MILLIVOLTS_PER_STEP = REFERENCE_MILLIVOLTS / 1024.0;  // 10 bits: ATmega328P data sheet, ADC conversion result
const int MIDDLE_STEPS = 512;
const unsigned long PERIOD_MS = 1000;

// Whole periods of the mains, or the squares of a part of one would count twice. Two of a second's periods are left
// for computing and printing.
const unsigned long MEASURE_US = (MAINS_HERTZ - 2) * 1000000UL / MAINS_HERTZ;

// How much of a second's mean goes into the zero: the zero drifts with the temperature, slowly.
const float ZERO_SHARE = 1.0 / 16;

float zeroSteps;  // from MIDDLE_STEPS
bool zeroKnown = false;
unsigned long nextMs;

void setup() {
  Serial.begin(9600);
  nextMs = millis();
}

void loop() {
  long sum = 0;
  unsigned long squares = 0;  // some 8500 of at most 512 * 512: they fit
  unsigned int count = 0;
  bool clipped = false;
  const unsigned long start = micros();
  while (micros() - start < MEASURE_US) {
    const int steps = analogRead(SENSOR_PIN);
    const long fromMiddle = steps - MIDDLE_STEPS;
    clipped = clipped || steps == 0 || steps == 1023;
    sum += fromMiddle;
    squares += (unsigned long)(fromMiddle * fromMiddle);
    count++;
  }

  const float mean = (float)sum / count;
  if (!clipped) {
    zeroSteps = zeroKnown ? zeroSteps + (mean - zeroSteps) * ZERO_SHARE : mean;
    zeroKnown = true;
  }

  // The mean of (x - zero) squared, from the sums of x and of its squares.
  const float variance = (float)squares / count - 2 * zeroSteps * mean + zeroSteps * zeroSteps;
  const float amperes = sqrt(max(variance, 0.0f)) * MILLIVOLTS_PER_STEP / MILLIVOLTS_PER_AMPERE;
  const float withoutNoise = sqrt(max(amperes * amperes - NOISE_AMPERES * NOISE_AMPERES, 0.0f));

  // A wave whose tops are cut off is larger than it looks: that is no measurement.
  if (clipped) Serial.println(F("out of range"));
  else Serial.println(withoutNoise * MAINS_VOLTS * POWER_FACTOR, 2);

  nextMs += PERIOD_MS;
  while ((long)(millis() - nextMs) < 0) {
  }
}
