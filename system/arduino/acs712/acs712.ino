// Power of a direct current circuit: an ACS712 on A0, its supply voltage known and steady.
// Prints watts, once a second, such as "12.34".

const uint8_t SENSOR_PIN = A0;

// Of your part: 185 for the 5 A one, 100 for 20 A, 66 for 30 A (ACS712 data sheet, performance characteristics).
const float MILLIVOLTS_PER_AMPERE = 185.0;

// What feeds the load. Measure it under load.
const float SUPPLY_VOLTS = 12.0;

// What the Arduino's 5 V pin really has: on USB often 4.8 V. Measure it.
const float REFERENCE_MILLIVOLTS = 5000.0;

// true: the reading of the first second is zero current, so nothing may flow then.
// false: ZERO_STEPS is, 0 to 1023; the middle is 511.5 on average, since the converter rounds down.
const bool CALIBRATE_AT_START = true;
const float ZERO_STEPS = 511.5;

// A zero further away than this from the middle is no zero: a load was on, or the sensor is not connected.
const float MOST_ZERO_ERROR_STEPS = 40.0;

const float MILLIVOLTS_PER_STEP = REFERENCE_MILLIVOLTS / 1024.0;  // 10 bits: ATmega328P data sheet, ADC conversion result
const unsigned long PERIOD_MS = 1000;
const unsigned long MEASURE_MS = 950;  // the rest is for computing and printing

float zeroSteps = ZERO_STEPS;
unsigned long nextMs;

// The mean of some 8000 conversions: their noise averages out, and what is left is finer than one step.
// Returns NAN when the sensor is at an end of the scale: what it says then is no measurement.
float meanSteps() {
  unsigned long sum = 0;
  unsigned int count = 0;
  bool clipped = false;
  const unsigned long start = millis();
  while (millis() - start < MEASURE_MS) {
    const int steps = analogRead(SENSOR_PIN);
    clipped = clipped || steps == 0 || steps == 1023;
    sum += steps;
    count++;
  }
  return clipped ? NAN : (float)sum / count;
}

void setup() {
  Serial.begin(9600);
  if (CALIBRATE_AT_START) {
    const float steps = meanSteps();
    // Not a reading: the base station shows it as a fault until there are some.
    if (fabs(steps - 511.5) <= MOST_ZERO_ERROR_STEPS) zeroSteps = steps;
    else Serial.println(F("zero is off: switch the load off, then press reset"));
  }
  nextMs = millis();
}

void loop() {
  const float steps = meanSteps();
  const float amperes = (steps - zeroSteps) * MILLIVOLTS_PER_STEP / MILLIVOLTS_PER_AMPERE;
  if (isnan(steps)) Serial.println(F("out of range"));
  else Serial.println(amperes * SUPPLY_VOLTS, 2);

  nextMs += PERIOD_MS;
  while ((long)(millis() - nextMs) < 0) {
  }
}
