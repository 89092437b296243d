// The line under the chart: the exact figures of what was chosen.
export function hint(readout, data) {
  readout.replaceChildren(span(data.texts.Chart_Pick));
}

export function describe(readout, data, index, format) {
  const parts = data.kind === "bars" ? ofBar(data, data.bars[index], format) : ofPoint(data, index, format);
  const [title, ...rest] = parts;
  const heading = document.createElement("strong");
  heading.textContent = title;
  const first = span(" ");
  first.prepend(heading);
  readout.replaceChildren(first, ...rest.map(span));
}

function ofBar(data, bar, format) {
  const { texts } = data;
  if (bar.peak === null) return [bar.title, texts.Chart_NoSamples];
  const parts = [bar.title, `${format.kwh(bar.kwh)}`, format.money(bar.cost)];
  if (bar.offPeakKwh > 0 && bar.peakKwh > 0)
    parts.push(`${texts.OffPeak} ${format.kwh(bar.offPeakKwh)}`, `${texts.Peak} ${format.kwh(bar.peakKwh)}`);
  else parts.push(bar.offPeakKwh > 0 ? texts.OffPeak : texts.Peak);
  if (bar.kwh > 0 && bar.cost !== 0) parts.push(`${format.price(bar.cost / bar.kwh)}/kWh`);
  parts.push(`${texts.Mean} ${format.watts(bar.meanWatts)}`);
  if (bar.coverage !== null && bar.coverage < 0.99) parts.push(`${format.percent(bar.coverage)} ${texts.Coverage}`);
  return parts;
}

function ofPoint(data, index, format) {
  const { texts } = data;
  const watts = data.watts[index];
  const time = data.live ? format.longTime(data.times[index]) : format.exactTime(data.times[index]);
  if (watts === null) return [time, texts.Chart_NoSamples];
  if (data.minWatts.length === 0) return [time, format.watts(watts)];
  const between = texts.Chart_Between
    .replace("{0}", format.watts(data.minWatts[index]))
    .replace("{1}", format.watts(data.maxWatts[index]));
  return [time, `${texts.Mean} ${format.watts(watts)}`, between];
}

function span(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element;
}
