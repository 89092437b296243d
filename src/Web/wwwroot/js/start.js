// Starts Blazor, and brings the page back by itself for as long as it takes when the server is away.
import { configureSignalR, followAddress, onNoConnection, part, tellAddress } from "./circuit.js";

const dialog = () => document.getElementById("components-reconnect-modal");
const quick = 500;
const patient = 3000;
const tries = 10;
const longest = 30_000;

// A wait that ends early when the page is looked at again or the network is back.
const wait = milliseconds => new Promise(resolve => {
  const done = () => {
    clearTimeout(timer);
    removeEventListener("online", done);
    document.removeEventListener("visibilitychange", done);
    resolve();
  };
  const timer = setTimeout(done, milliseconds);
  addEventListener("online", done);
  document.addEventListener("visibilitychange", done);
});

async function isThere() {
  try {
    return (await fetch("/health/live", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

// Not while nobody answers: the browser's own error page does not come back.
async function load() {
  while (!await isThere()) await wait(patient);
  location.reload();
}

// Whether the page is answered by another one, such as the form to sign in.
async function isClosedToUs() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    return answer.redirected || answer.status === 401 || answer.status === 403;
  } catch {
    return false;
  }
}

let down = false;

async function reconnect() {
  for (let attempt = 0; down; attempt++) {
    if (attempt === 1) dialog().show();
    if (await isThere()) {
      try {
        if (await Blazor.reconnect()) {
          // A link may have been followed meanwhile.
          tellAddress();
          return;
        }
      } catch {
        // Away again; or its sessions went, as with a restore, and it hears nobody who is not signed in.
        if (await isClosedToUs()) {
          await load();
          return;
        }
        await wait(quick);
        continue;
      }

      await renew();
      return;
    }
    await wait(attempt < tries ? quick : patient);
  }
}

// What the page was made of: another version of the server has other scripts and styles.
const partsOf = page => [...page.querySelectorAll("script[src], link[rel=stylesheet]")]
  .map(part => part.getAttribute("src") ?? part.getAttribute("href")).join("\n");

async function isSamePage() {
  const answer = await fetch(location.href, { cache: "no-store" });
  return answer.ok && !answer.redirected && partsOf(new DOMParser().parseFromString(await answer.text(), "text/html")) === partsOf(document);
}

let closed = () => {};
let opened = () => {};

// The server is another one and does not know this page, but its address holds all there is to know: the page is fetched
// anew and put in the place of what is shown, and a circuit begins with it. Scripts, scrolling and theme stay. Where that
// is not to be had, the page is loaded again.
async function renew() {
  const late = setTimeout(load, longest);
  try {
    if (!await isSamePage()) throw new Error("The server has another page now.");
    await part(new Promise(resolve => { closed = resolve; }));
    const isOpen = new Promise(resolve => { opened = resolve; });
    const { theme } = document.documentElement.dataset;
    const takeOver = () => {
      Blazor.removeEventListener("enhancedload", takeOver);
      document.documentElement.dataset.theme = theme;
      // What modules of the old page listen to and draw, nobody else will tell them to end any more.
      document.dispatchEvent(new Event("circuitlost"));
    };
    Blazor.addEventListener("enhancedload", takeOver);
    Blazor._internal.navigationManager.refresh(false);
    await isOpen;
    clearTimeout(late);
    dialog().close();
  } catch {
    clearTimeout(late);
    await load();
  }
}

function isAlive() {
  down = false;
  opened();
}

const reconnectionHandler = {
  onConnectionDown() {
    if (down) return;
    down = true;
    reconnect();
  },
  onConnectionUp() {
    down = false;
    dialog().close();
  },
};

// The server may go away between the page and its connection, or be too busy for it, which Blazor reports but does not retry.
async function comeBack() {
  if (down) return;
  down = true;
  if (!await isThere()) dialog().show();
  // Not at once, and seldom where a connection cannot be made at all: the picture of the page can be read meanwhile.
  else await wait(performance.getEntriesByType("navigation")[0]?.type === "reload" ? longest : patient);
  // Another page was gone to meanwhile, and is alive.
  if (down) await load();
}

// The first picture's title goes before the live page gives its own. The same words stay behind it meanwhile: out of the head,
// where Blazor would take them away too; the first title that a document has is the one that counts.
document.body.append(Object.assign(document.createElement("title"), { textContent: document.title }));
// The way past the header: Blazor takes the link for a change of the page's address and leaves the focus where it is.
document.addEventListener("click", event => {
  if (!event.target.closest?.(".skip")) return;
  event.preventDefault();
  document.getElementById("main")?.focus();
}, true);

onNoConnection(comeBack);
followAddress(Blazor._internal.navigationManager);
const circuitHandlers = [{ onCircuitOpened: isAlive, onCircuitClosed: () => closed() }];
await Blazor.start({ circuit: { reconnectionHandler, configureSignalR, circuitHandlers }, ssr: { circuitInactivityTimeoutMs: 0 } });
