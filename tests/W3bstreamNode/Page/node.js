// Asks once a second what is new. Everything is put into the page as text, never as markup.
const mostRows = 200;
let after = 0;
let reached = false;

const $ = id => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const seconds = ms => (Math.abs(ms) < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(0)} min`);
const time = text => new Date(text).toLocaleString("sv");

const tiles = [
  ["accepted", "readings kept"],
  ["verified_by_openssl", "by OpenSSL as well"],
  ["late", "late"],
  ["duplicates", "sent again"],
  ["twins", "made twice", true],
  ["out_of_order", "out of order", true],
  ["refused", "refused", true],
  ["bad_signatures", "bad signatures", true],
  ["disputed", "disputed", true],
  ["unauthorised", "wrong token", true],
  ["failed", "failed on purpose"],
];

function showCounts(summary) {
  $("counts").replaceChildren(...tiles.map(([name, label, isTrouble]) => {
    const tile = element("div", undefined, isTrouble && summary[name] > 0 ? "tile trouble" : "tile");
    tile.append(element("b", number.format(summary[name])), element("span", label));
    return tile;
  }));
}

function showDevices(devices) {
  if (devices.length === 0) return;
  $("devices").replaceChildren(...devices.map(device => {
    const box = element("div", undefined, "device");
    box.append(
      element("p", device.address),
      element("p", device.io),
      element("p", `${device.curve} · ${number.format(device.readings)} readings · the latest by ${seconds(device.most_late_ms)} · newest window ${time(device.newest_window)}`, "muted"));
    return box;
  }));
}

function note(reading) {
  const notes = [];
  if (reading.repeat === "event") notes.push("sent again");
  if (reading.repeat === "window") notes.push("made twice");
  if (reading.out_of_order) notes.push("out of order");
  return notes.join(", ");
}

function row(reading) {
  const made = element("tr");
  const device = element("td", `${reading.address.slice(0, 8)}…${reading.address.slice(-4)}`);
  device.title = `${reading.address}\n${reading.io}`;
  made.append(
    element("td", number.format(reading.watts), "figure"),
    element("td", time(reading.window_end)),
    element("td", seconds(reading.late_ms), "figure"),
    device,
    element("td", `${reading.profile}, ${reading.curve}, ${reading.encoding}`, "muted"),
    element("td", reading.verified_by.join(" and ")),
    element("td", note(reading), "trouble-text"));
  return made;
}

function showReadings(readings) {
  if (readings.length > 0) $("no-readings").hidden = true;
  const rows = $("readings");
  for (const reading of readings) rows.prepend(row(reading));
  while (rows.rows.length > mostRows) rows.lastElementChild.remove();
}

async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

async function look() {
  const summary = await ask("/summary");
  showCounts(summary);
  showDevices(summary.devices);
  let page = await ask(`/readings?after=${after}&limit=1`);
  // A node without a store begins again at 1.
  if (page.newest < after) after = 0;
  if (page.newest === after) return;
  page = await ask(`/readings?after=${Math.max(after, page.newest - mostRows)}&limit=${mostRows}`);
  showReadings(page.readings);
  after = page.readings.at(-1).sequence;
}

function say(text, className) {
  if ($("state").textContent !== text) $("state").textContent = text;
  $("state").className = className;
}

async function watch() {
  for (;;) {
    try {
      await look();
      reached = true;
      say("Live: asked once a second", "live");
    } catch (error) {
      say(reached ? `The node does not answer: ${error.message}` : error.message, "trouble");
    }
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
}

watch();
