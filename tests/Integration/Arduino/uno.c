/*
 * An Arduino Uno that runs a sketch's real program in simavr. On A0 is a voltage that the caller describes, on the
 * I2C pins a MAX17043 if the caller wants one; what the sketch prints on its serial port goes to standard output.
 *
 * uno PROGRAM.elf SECONDS ZERO_MV AMPLITUDE_MV HERTZ FROM_SECONDS [VCELL SOC]
 *
 * A0 has ZERO_MV, and from FROM_SECONDS on also a sine of that amplitude and frequency, or at 0 Hz a steady
 * AMPLITUDE_MV. VCELL and SOC are the gauge's registers, as numbers.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <simavr/avr_adc.h>
#include <simavr/avr_twi.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_avr.h>
#include <simavr/sim_elf.h>

#define HERTZ 16000000
#define GAUGE_ADDRESS 0x36

static avr_t *avr;
static double zero_mv, amplitude_mv, frequency, from_seconds;
static unsigned char gauge[256];
static int gauge_selected, gauge_register, gauge_bytes;
static avr_irq_t *twi_in;

/* The converter starts: here is its voltage at this moment. */
static void on_conversion(struct avr_irq_t *irq, uint32_t value, void *param)
{
	double seconds = (double)avr->cycle / HERTZ, mv = zero_mv;
	(void)irq, (void)value, (void)param;
	if (seconds >= from_seconds)
		mv += frequency > 0 ? amplitude_mv * sin(2 * M_PI * frequency * seconds) : amplitude_mv;
	mv = fmin(fmax(mv, 0), 5000);
	avr_raise_irq(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_ADC0), (uint32_t)lround(mv));
}

static void on_byte(struct avr_irq_t *irq, uint32_t value, void *param)
{
	(void)irq, (void)param;
	putchar((int)(value & 0xFF));
}

/* MAX17043 data sheet: the first byte written is the register; reading goes on from there. */
static void on_twi(struct avr_irq_t *irq, uint32_t value, void *param)
{
	avr_twi_msg_irq_t v = {.u.v = value};
	(void)irq, (void)param;
	if (v.u.twi.msg & TWI_COND_STOP) gauge_selected = 0;
	if (v.u.twi.msg & TWI_COND_START) {
		gauge_selected = v.u.twi.addr >> 1 == GAUGE_ADDRESS;
		gauge_bytes = 0;
		if (gauge_selected) avr_raise_irq(twi_in, avr_twi_irq_msg(TWI_COND_ACK, v.u.twi.addr, 1));
	}
	if (!gauge_selected) return;
	if (v.u.twi.msg & TWI_COND_WRITE) {
		if (gauge_bytes++ == 0) gauge_register = v.u.twi.data;
		avr_raise_irq(twi_in, avr_twi_irq_msg(TWI_COND_ACK, v.u.twi.addr, 1));
	}
	if (v.u.twi.msg & TWI_COND_READ)
		avr_raise_irq(twi_in, avr_twi_irq_msg(TWI_COND_READ, v.u.twi.addr, gauge[gauge_register++ & 0xFF]));
}

static void connect_gauge(int vcell, int soc)
{
	gauge[2] = (unsigned char)(vcell >> 8), gauge[3] = (unsigned char)vcell;
	gauge[4] = (unsigned char)(soc >> 8), gauge[5] = (unsigned char)soc;
	twi_in = avr_io_getirq(avr, AVR_IOCTL_TWI_GETIRQ(0), TWI_IRQ_INPUT);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_TWI_GETIRQ(0), TWI_IRQ_OUTPUT), on_twi, NULL);
}

static void quiet(avr_t *who, const int level, const char *format, va_list arguments)
{
	(void)who, (void)level, (void)format, (void)arguments;
}

int main(int argc, char **argv)
{
	static elf_firmware_t firmware;
	uint32_t flags = 0;
	avr_cycle_count_t end;
	int state = cpu_Running;

	if (argc != 7 && argc != 9) return fprintf(stderr, "uno PROGRAM.elf SECONDS ZERO_MV AMPLITUDE_MV HERTZ FROM_SECONDS [VCELL SOC]\n"), 2;
	avr_global_logger_set(quiet);
	if (elf_read_firmware(argv[1], &firmware) != 0) return fprintf(stderr, "%s is no program\n", argv[1]), 1;
	avr = avr_make_mcu_by_name("atmega328p");
	if (!avr || avr_init(avr) != 0) return fprintf(stderr, "simavr has no atmega328p\n"), 1;
	avr_load_firmware(avr, &firmware);
	avr->frequency = HERTZ;
	avr->vcc = avr->avcc = avr->aref = 5000;
	end = (avr_cycle_count_t)(atof(argv[2]) * HERTZ);
	zero_mv = atof(argv[3]), amplitude_mv = atof(argv[4]), frequency = atof(argv[5]), from_seconds = atof(argv[6]);

	avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), on_byte, NULL);
	avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_ADC_GETIRQ, ADC_IRQ_OUT_TRIGGER), on_conversion, NULL);
	if (argc == 9) connect_gauge(atoi(argv[7]), atoi(argv[8]));
	while (avr->cycle < end && state != cpu_Done && state != cpu_Crashed) state = avr_run(avr);
	return state == cpu_Crashed ? (fprintf(stderr, "the program crashed\n"), 1) : 0;
}
