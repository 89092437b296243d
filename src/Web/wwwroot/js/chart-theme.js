// Colours come from the style sheet, so that the chart follows the theme.
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    muted: colour("muted"),
    line: colour("line"),
    surface: colour("surface"),
    peak: colour("peak"),
    offPeak: colour("off-peak"),
    live: colour("live"),
    trouble: colour("trouble"),
    missing: colour("missing"),
    shades: [1, 2, 3, 4, 5].map(place => colour(`shade-${place}`)),
  };
}

export const fontFamily = '"Inter", system-ui, sans-serif';

export function withAlpha(colour, alpha) {
  return colour + Math.round(alpha * 255).toString(16).padStart(2, "0");
}

// Diagonal strokes: a gap is told from a value without its colour too.
export function hatch(context, colour) {
  const size = 8 * devicePixelRatio;
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = devicePixelRatio;
  pen.beginPath();
  for (const start of [-size, 0, size]) {
    pen.moveTo(start, size);
    pen.lineTo(start + size, 0);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(1 / devicePixelRatio));
  return pattern;
}

export const still = matchMedia("(prefers-reduced-motion: reduce)");

// What every chart here has in common: quiet.
export function quietOptions(colours) {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    events: ["mousemove", "mouseout", "click"],
    layout: { padding: { top: 12, right: 4 } },
    plugins: { legend: { display: false }, tooltip: { enabled: false } },
    font: { family: fontFamily },
    color: colours.muted,
  };
}

export function axis(colours, extra) {
  return {
    border: { display: false },
    ...extra,
    grid: { color: colours.line, drawTicks: false, ...extra?.grid },
    ticks: { color: colours.muted, padding: 8, maxRotation: 0, font: { family: fontFamily, size: 12 }, ...extra?.ticks },
  };
}
