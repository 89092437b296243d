// Power that a battery gives: an ACS712 on A0, and a MAX17043 fuel gauge on the battery's single lithium cell.
// Prints cell volts, state of charge in percent and watts, once a second, such as "3.9875|87.50|12.34".
// While the gauge does not answer it prints watts alone, such as "12.34".

#include <Wire.h>

const uint8_t SENSOR_PIN = A0;

// Of your part: 185 for the 5 A one, 100 for 20 A, 66 for 30 A (ACS712 data sheet, performance characteristics).
const float MILLIVOLTS_PER_AMPERE = 185.0;

// What feeds the load. 0: the cell itself does, and its measured voltage counts; else, behind a converter, its volts.
const float SUPPLY_VOLTS = 5.0;

// What the Arduino's 5 V pin really has: on USB often 4.8 V. Measure it.
const float REFERENCE_MILLIVOLTS = 5000.0;

// true: the reading of the first second is zero current, so nothing may flow then.
// false: ZERO_STEPS is, 0 to 1023; the middle is 511.5 on average, since the converter rounds down.
const bool CALIBRATE_AT_START = true;
const float ZERO_STEPS = 511.5;

// A zero further away than this from the middle is no zero: a load was on, or the sensor is not connected.
const float MOST_ZERO_ERROR_STEPS = 40.0;

// MAX17043 data sheet: the slave address (without the read bit), and the registers of table 2.
const uint8_t GAUGE_ADDRESS = 0x36;
const uint8_t VCELL_REGISTER = 0x02;  // 12 bits, left-justified, 1.25 mV each
const uint8_t SOC_REGISTER = 0x04;    // 1/256 %

const float MILLIVOLTS_PER_STEP = REFERENCE_MILLIVOLTS / 1024.0;  // 10 bits: ATmega328P data sheet, ADC conversion result
const unsigned long PERIOD_MS = 1000;
const unsigned long MEASURE_MS = 900;  // the rest is for the gauge, computing and printing

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

// Returns false when the gauge does not answer.
bool readGauge(uint8_t registerNumber, uint16_t &word) {
  Wire.beginTransmission(GAUGE_ADDRESS);
  Wire.write(registerNumber);
  if (Wire.endTransmission(false) != 0) return false;
  if (Wire.requestFrom(GAUGE_ADDRESS, (uint8_t)2) != 2) return false;
  word = (uint16_t)Wire.read() << 8;  // the high byte comes first
  word |= (uint16_t)Wire.read();
  return true;
}

void setup() {
  Serial.begin(9600);
  Wire.begin();
  Wire.setWireTimeout(25000, true);  // microseconds: a wire that came loose must not stop the readings
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
  uint16_t cell = 0;
  uint16_t charge = 0;
  const bool gauge = readGauge(VCELL_REGISTER, cell) && readGauge(SOC_REGISTER, charge);
  const float cellVolts = (cell >> 4) * 0.00125;
  const float supplyVolts = SUPPLY_VOLTS > 0 ? SUPPLY_VOLTS : cellVolts;

  if (isnan(steps)) {
    Serial.println(F("out of range"));
  } else if (!gauge && SUPPLY_VOLTS == 0) {
    Serial.println(F("no fuel gauge"));  // without its volts there are no watts
  } else {
    if (gauge) {
      Serial.print(cellVolts, 4);
      Serial.print('|');
      Serial.print(charge / 256.0, 2);
      Serial.print('|');
    }
    Serial.println(amperes * supplyVolts, 2);
  }

  nextMs += PERIOD_MS;
  while ((long)(millis() - nextMs) < 0) {
  }
}
