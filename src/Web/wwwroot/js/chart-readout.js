// The line under the chart: the exact figures of what was chosen, or of the whole.
const comparable = 0.9;
const measured = 0.99;

export function summarise(readout, data, format) {
  const { totals, texts } = data;
  if (!totals || totals.meanWatts === null) return fill(readout, [data.kind === "line" ? texts.Chart_Pick : texts.Chart_NoSamples]);
  const running = data.bars.some(bar => bar.running);
  fill(readout, [
    strong(running ? `${texts.Chart_Total}, ${texts.Chart_Running}` : texts.Chart_Total),
    ...figuresOf(totals, data, format),
    ...coverageOf(totals, texts, format),
    ...against(data, totals, data.ghost?.totals, data.ghost?.title, format),
  ]);
}

export function describe(readout, data, index, format) {
  fill(readout, data.kind === "bars" ? ofBar(data, data.bars[index], index, format) : ofPoint(data, index, format));
}

export function describeGap(readout, data, [from, until], format) {
  fill(readout, [strong(`${format.exactTime(from)} – ${format.exactTime(until)}`), data.texts.Chart_NoSamples, `${format.percent(0)} ${data.texts.Coverage}`]);
}

function ofBar(data, bar, index, format) {
  const { texts } = data;
  const title = strong(bar.running ? `${bar.title}, ${texts.Chart_Running}` : bar.title);
  const way = bar.inside ? [link(texts.Chart_Open, bar.inside, bar.title)] : [];
  if (bar.peak === null) return [title, texts.Chart_NoSamples, ...coverageOf(bar, texts, format), ...way];
  return [
    title,
    ...figuresOf(bar, data, format),
    ...(data.series.length > 0 ? sensorsOf(data, index, format) : tariffsOf(bar, texts, format)),
    `${texts.Mean} ${format.watts(bar.meanWatts)}`,
    ...coverageOf(bar, texts, format),
    ...against(data, bar, bar.ghost?.figures, bar.ghost?.title, format),
    ...way,
  ];
}

function figuresOf({ kwh, cost }, data, format) {
  const parts = [format.kwh(kwh), format.money(cost)];
  if (kwh > 0 && cost !== 0) parts.push(`${format.price(cost / kwh)}/kWh`);
  return parts;
}

function tariffsOf(bar, texts, format) {
  if (bar.offPeakKwh !== 0 && bar.peakKwh !== 0)
    return [`${texts.OffPeak} ${format.kwh(bar.offPeakKwh)}`, `${texts.Peak} ${format.kwh(bar.peakKwh)}`];
  return [bar.offPeakKwh !== 0 ? texts.OffPeak : texts.Peak];
}

function sensorsOf(data, index, format) {
  const tell = data.unit === "watts" ? series => format.watts(series.heights[index])
    : data.unit === "money" ? series => format.money(series.heights[index])
    : series => format.kwh(series.kwh[index]);
  return data.series.filter(series => series.heights[index] !== null).map(series => `${series.name} ${tell(series)}`);
}

function coverageOf({ coverage }, texts, format) {
  // Nearly all is not all.
  return coverage !== null && coverage < measured ? [`${format.percent(Math.floor(coverage * 100) / 100)} ${texts.Coverage}`] : [];
}

// Within a sentence French writes days and months small.
const within = (title, language) => language.startsWith("fr") ? title.charAt(0).toLocaleLowerCase(language) + title.slice(1) : title;

// A difference is only said where both were measured.
function against(data, now, then, title, format) {
  if (!then || then.coverage === null || then.meanWatts === null) return [];
  const { texts, unit } = data;
  const [key, tell] = { watts: ["meanWatts", format.watts], kwh: ["kwh", format.kwh], money: ["cost", format.money] }[unit];
  const partly = then.coverage < comparable;
  // Of what was fed in, or nothing, there is no percentage.
  const fair = !partly && now.coverage >= comparable && then[key] > 0;
  const words = fair ? texts.Chart_Against : partly ? texts.Chart_AgainstPartly : texts.Chart_Beside;
  return [words
    .replace("{0}", fair ? format.change(now[key] / then[key] - 1) : format.percent(Math.floor(then.coverage * 100) / 100))
    .replace("{1}", within(title, data.language))
    .replace("{2}", tell(then[key]))];
}

function ofPoint(data, index, format) {
  const { texts } = data;
  const watts = data.watts[index];
  const time = strong(data.step === 0 ? format.longTime(data.times[index]) : format.exactTime(data.times[index]));
  if (watts === null) return [time, texts.Chart_NoSamples];
  if (data.series.length > 0) return [time, format.watts(watts), ...sensorsOf(data, index, format)];
  if (data.step === 0) return [time, format.watts(watts)];
  // The extremes of a sum are not always known; what is shown is its mean all the same.
  if (data.minWatts.length === 0 || data.minWatts[index] === null) return [time, `${texts.Mean} ${format.watts(watts)}`];
  const between = texts.Chart_Between
    .replace("{0}", format.watts(data.minWatts[index]))
    .replace("{1}", format.watts(data.maxWatts[index]));
  return [time, `${texts.Mean} ${format.watts(watts)}`, between];
}

function fill(readout, parts) {
  readout.replaceChildren(...parts.map(part => {
    const element = document.createElement("span");
    element.append(part);
    return element;
  }));
}

function strong(text) {
  const element = document.createElement("strong");
  element.textContent = text;
  return element;
}

function link(text, address, title) {
  const element = document.createElement("a");
  [element.textContent, element.href] = [text, address];
  element.setAttribute("aria-label", `${text}: ${title}`);
  return element;
}
