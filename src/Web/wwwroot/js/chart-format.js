// Figures and times in the page's language and the site's time zone.
const cache = new Map();
const hour = 3_600_000;

function once(key, make) {
  if (!cache.has(key)) cache.set(key, make());
  return cache.get(key);
}

export function formats(data) {
  const { language, timeZone, currency, unit } = data;
  const number = (least, most) => once(`${language}/${least}/${most}`, () =>
    new Intl.NumberFormat(language, { minimumFractionDigits: least, maximumFractionDigits: most }));
  const money = digits => once(`${language}/${currency}/${digits}`, () =>
    new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: digits, maximumFractionDigits: digits }));
  const time = (name, options) => once(`${language}/${timeZone}/${name}`, () =>
    new Intl.DateTimeFormat(language, { timeZone, hourCycle: "h23", ...options }));
  const watts = value => `${number(0, value !== 0 && Math.abs(value) < 10 ? 1 : 0).format(value)} W`;
  const short = time("short", { hour: "2-digit", minute: "2-digit" });
  const long = time("long", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return {
    watts,
    kwh: value => `${number(3, 3).format(value)} kWh`,
    // A minute costs less than a cent.
    money: value => money(value !== 0 && Math.abs(value) < 0.1 ? 4 : 2).format(value),
    change: ratio => once(`${language}/change`, () =>
      new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0, signDisplay: "exceptZero" })).format(ratio).replace("-", "−"),
    price: value => money(4).format(value),
    percent: value => once(`${language}/%`, () => new Intl.NumberFormat(language, { style: "percent" })).format(value),
    // At an axis: a time that comes again, since the clock was set back, bears a prime.
    shortTime: milliseconds => short.format(milliseconds) + (again(short, milliseconds) ? "′" : ""),
    // Below a minute the axis counts seconds.
    tickTime: milliseconds => milliseconds % 60_000 === 0 ? short.format(milliseconds) + (again(short, milliseconds) ? "′" : "") : long.format(milliseconds),
    exactTime: milliseconds => withOffset(short, milliseconds),
    longTime: milliseconds => withOffset(long, milliseconds),
    // What stands at the axis: as few digits as the steps allow, and no odd cents.
    axis: (value, ticks) => {
      const step = ticks.length > 1 ? ticks[1].value - ticks[0].value : 1;
      const digits = step => Math.min(Math.max(0, Math.ceil(-Math.log10(Math.abs(step) || 1) - 1e-9)), 4);
      const most = digits(step);
      const greatest = Math.max(...ticks.map(tick => Math.abs(tick.value)));
      if (unit === "money") return greatest >= 100_000 ? compact().format(value) : money(most === 1 ? 2 : most).format(value);
      const [factor, name] = scaled(greatest);
      const decimals = digits(step / factor);
      return `${number(decimals, decimals).format(value / factor)} ${name}`;
    },
  };

  // Three digits say enough: what is large is told in a larger unit, what is small in a smaller one.
  function scaled(greatest) {
    if (unit === "watts") return greatest >= 10_000_000 ? [1e6, "MW"] : greatest >= 10_000 ? [1e3, "kW"] : [1, "W"];
    return greatest >= 10_000 ? [1e3, "MWh"] : greatest < 0.1 ? [1e-3, "Wh"] : [1, "kWh"];
  }

  function compact() {
    return once(`${language}/${currency}/compact`, () => new Intl.NumberFormat(language, {
      style: "currency", currency, currencyDisplay: "narrowSymbol", notation: "compact", maximumSignificantDigits: 3,
    }));
  }

  // Clocks are set back by an hour, on one island by half of one.
  function again(format, milliseconds) {
    const clock = format.format(milliseconds);
    return [hour / 2, hour].some(back => format.format(milliseconds - back) === clock);
  }

  function withOffset(format, milliseconds) {
    const clock = format.format(milliseconds);
    const twice = again(format, milliseconds) || [hour / 2, hour].some(on => format.format(milliseconds + on) === clock);
    return twice ? `${clock} (${offsetAt(milliseconds)})` : clock;
  }

  function offsetAt(milliseconds) {
    const parts = time("offset", { timeZoneName: "shortOffset" }).formatToParts(milliseconds);
    return parts.find(part => part.type === "timeZoneName").value.replace("GMT", "UTC");
  }
}
