// Figures and times in the page's language and the site's time zone.
const cache = new Map();

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
    price: value => money(4).format(value),
    percent: value => once(`${language}/%`, () => new Intl.NumberFormat(language, { style: "percent" })).format(value),
    shortTime: milliseconds => short.format(milliseconds),
    longTime: milliseconds => long.format(milliseconds),
    // What stands at the axis: as few digits as the steps allow.
    axis: (value, step) => {
      const digits = Math.min(Math.max(0, Math.ceil(-Math.log10(Math.abs(step) || 1) - 1e-9)), 4);
      if (unit === "money") return money(digits).format(value);
      return `${number(digits, digits).format(value)} ${unit === "watts" ? "W" : "kWh"}`;
    },
  };
}
