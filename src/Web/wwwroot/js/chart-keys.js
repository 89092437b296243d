// The keyboard: bars and points, periods, what is inside a bar, and the zoom of a line.
export function listenToKeys(view) {
  view.canvas.addEventListener("keydown", event => {
    if (!view.data || event.altKey || event.metaKey) return;
    const act = actions(view, event.ctrlKey || event.shiftKey)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }, { signal: view.signal });
}

function actions(view, withModifier) {
  const { go, zoom } = view;
  const common = {
    PageUp: () => go("previous"),
    PageDown: () => go("next"),
    ArrowLeft: () => withModifier ? go("previous") : step(view, -1),
    ArrowRight: () => withModifier ? go("next") : step(view, 1),
    Home: () => choosable(view, 0, 1),
    End: () => choosable(view, view.count() - 1, -1),
    Escape: view.clear,
    Enter: () => open(view),
  };
  if (!view.isLine()) return common;
  return { ...common, "+": () => zoom.by(0.5), "=": () => zoom.by(0.5), "-": () => zoom.by(2), "0": () => zoom.reset() };
}

export function open({ data, chosen, stay }) {
  const inside = data.kind === "bars" && typeof chosen === "number" ? data.bars[chosen]?.inside : null;
  if (!inside) return;
  stay();
  Blazor.navigateTo(inside);
}

function step(view, by) {
  const from = typeof view.chosen === "number" ? view.chosen + by : by > 0 ? 0 : view.count() - 1;
  choosable(view, from, by);
}

// The first from there on that tells something: not the future, not a break in a line, nor what lies out of view.
function choosable(view, from, by) {
  for (let index = from; index >= 0 && index < view.count(); index += by) {
    if (!tells(view, index)) continue;
    view.choose(index);
    return;
  }
}

function tells({ chart, data }, index) {
  if (data.kind === "bars") return data.bars[index].coverage !== null;
  const { min, max } = chart.scales.x;
  return data.watts[index] !== null && data.times[index] >= min && data.times[index] <= max;
}
