// What the page and the server tell each other by Blazor's connection, watched so that the page can outlive its server.
//
// A server that was started again does not know the page's circuit, and Blazor's script starts another one only after the
// old one's components are gone, which only a server tells it. Here that is told in the lost server's place: all of its
// components and event handlers are disposed of, while the picture stays. Then Blazor closes the circuit itself, and the
// markers of a page that was fetched anew begin another. Names and layout are those of the script that
// BlazorScript.targets pins; tests/Browser/ReconnectTests.cs proves the pair.
const frameBytes = 20;
const trailerBytes = 20;
const attributeFrame = 3;

let connection = null;
let roots = new Set();
let eventHandlers = new Set();
let lastBatch = 1;
let calls = {};
let parting = false;
let agreed = () => {};
let failed = () => {};
let toldAddress = "";

// How a render batch is laid out: lists with their length before them, and at its end where each list begins.
function lists(batch) {
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const at = place => view.getInt32(batch.byteLength - trailerBytes + 4 * place, true);
  const list = place => ({ count: view.getInt32(at(place), true), start: at(place) + 4 });
  return { view, frames: list(1), disposedEventHandlers: list(3) };
}

// Which event handlers there are: the numbers of the next circuit begin at the same place again.
function follow(batch) {
  const { view, frames, disposedEventHandlers } = lists(batch);
  for (let i = 0, at = frames.start; i < frames.count; i++, at += frameBytes) {
    if (view.getInt32(at, true) !== attributeFrame) continue;
    const id = view.getBigUint64(at + 12, true);
    if (id) eventHandlers.add(id);
  }

  for (let i = 0; i < disposedEventHandlers.count; i++)
    eventHandlers.delete(view.getBigUint64(disposedEventHandlers.start + 8 * i, true));
}

// The batch of a server that takes all away and draws nothing.
function lastWords() {
  const [components, handlers] = [4, 8 + 4 * roots.size];
  const strings = handlers + 4 + 8 * eventHandlers.size;
  const view = new DataView(new ArrayBuffer(strings + trailerBytes));
  view.setInt32(components, roots.size, true);
  [...roots].forEach((id, i) => view.setInt32(components + 4 + 4 * i, id, true));
  view.setInt32(handlers, eventHandlers.size, true);
  [...eventHandlers].forEach((id, i) => view.setBigUint64(handlers + 4 + 8 * i, id, true));
  [0, 0, components, handlers, strings].forEach((at, i) => view.setInt32(strings + 4 * i, at, true));
  return new Uint8Array(view.buffer);
}

const watched = {
  "JS.AttachComponent": call => (id, element) => {
    roots.add(id);
    return call(id, element);
  },
  "JS.RenderBatch": call => (number, batch) => {
    if (number > lastBatch) follow(batch);
    lastBatch = Math.max(lastBatch, number);
    return call(number, batch);
  },
};

// Which message tells the server the page's address, and at which place.
const addressPlaces = { StartCircuit: 1, OnLocationChanged: 0 };

function noteAddress(name, words) {
  if (name in addressPlaces) toldAddress = words[addressPlaces[name]];
}

function watch(built) {
  const { invoke, on, send, start } = built;
  connection = built;
  parting = false;
  calls = {};
  built.on = (name, call) => {
    calls[name] = call;
    on.call(built, name, watched[name]?.(call) ?? call);
  };
  built.start = () => start.call(built).catch(error => {
    failed();
    throw error;
  });
  built.invoke = (name, ...words) => {
    noteAddress(name, words);
    return invoke.call(built, name, ...words);
  };
  built.send = (name, ...words) => {
    noteAddress(name, words);
    if (!parting || built !== connection) return send.call(built, name, ...words);
    // Nobody there could understand it. That components are to be removed is agreed to.
    if (name === "UpdateRootComponents") queueMicrotask(() => {
      calls["JS.EndUpdateRootComponents"](JSON.parse(words[0]).batchId);
      agreed();
    });
    return Promise.resolve();
  };
}

/** @param call is called when a connection could not be made. */
export function onNoConnection(call) {
  failed = call;
}

/** Tells the server where the page is, as a link that is followed does. A connection that is cut again has it told once more. */
export const tellAddress = () => connection.send("OnLocationChanged", location.href, history.state?.userState, true).catch(() => {});

/**
 * Blazor tells its server the page's address as it starts a circuit, and then nothing of links that are followed before the
 * circuit's router has taken over: the router would draw the old page under the new address.
 * @param navigation of Blazor; the router calls it as it takes over.
 */
export function followAddress(navigation) {
  const { enableNavigationInterception } = navigation;
  navigation.enableNavigationInterception = (...words) => {
    enableNavigationInterception(...words);
    if (location.href !== toldAddress) tellAddress();
  };
}

/** For Blazor.start: its connections are watched from when they are built. */
export function configureSignalR(builder) {
  const build = builder.build;
  builder.build = () => {
    const built = build.call(builder);
    watch(built);
    return built;
  };
}

// What Blazor keeps at the nodes, it keeps by symbols. Without them, and without the comments where its components
// begin, what stands there is a picture that the next page is put in the place of.
function leavePicture() {
  const nodes = document.createNodeIterator(document, NodeFilter.SHOW_ALL);
  const starts = [];
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    const marks = Object.getOwnPropertySymbols(node);
    if (marks.some(mark => node[mark]?.type === "server")) {
      starts.push(node);
      marks.filter(mark => Array.isArray(node[mark])).forEach(mark => { node[mark] = []; });
    } else {
      marks.forEach(mark => { delete node[mark]; });
    }
  }

  starts.forEach(start => start.remove());
}

// Blazor looks which of its components are still in the document when a piece of a streamed page arrives: here an empty one.
function tellThatComponentsWent() {
  const place = [document.createComment("bl:none"), document.createComment("/bl:none")];
  const piece = document.createElement("blazor-ssr");
  const content = document.createElement("template");
  content.setAttribute("blazor-component-id", "none");
  content.setAttribute("enhanced-nav", "true");
  piece.append(content, document.createElement("blazor-ssr-end"));
  document.body.append(...place, piece);
  place.forEach(comment => comment.remove());
}

/**
 * Ends the circuit that the server does not know, over the connection by which it said so.
 * @param isClosed is fulfilled when Blazor has closed the circuit.
 */
export async function part(isClosed) {
  const isCut = new Promise(resolve => connection.onclose(resolve));
  const isAgreed = new Promise(resolve => { agreed = resolve; });
  parting = true;
  leavePicture();
  tellThatComponentsWent();
  await isAgreed;
  await calls["JS.RenderBatch"](lastBatch + 1, lastWords());
  await isClosed;
  await isCut;
  [roots, eventHandlers, lastBatch] = [new Set(), new Set(), 1];
}
