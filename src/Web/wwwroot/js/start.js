// Starts Blazor, and brings the page back by itself for as long as it takes when the server is away.
const dialog = document.getElementById("components-reconnect-modal");
const quick = 500;
const patient = 3000;
const tries = 10;

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

let down = false;

async function reconnect() {
  for (let attempt = 0; down; attempt++) {
    if (attempt === 1) dialog.show();
    if (await isThere()) {
      try {
        if (await Blazor.reconnect()) return;
        // The server is another one and does not know this page: its address holds all there is to know.
        location.reload();
        return;
      } catch {
        // Away again.
      }
    }
    await wait(attempt < tries ? quick : patient);
  }
}

const reconnectionHandler = {
  onConnectionDown() {
    if (down) return;
    down = true;
    reconnect();
  },
  onConnectionUp() {
    down = false;
    dialog.close();
  },
};

// The server may go away between the page and its connection, which Blazor reports but does not retry.
async function comeBack() {
  if (down || await isThere()) return;
  down = true;
  dialog.show();
  while (!await isThere()) await wait(patient);
  location.reload();
}

// The first picture's title goes before the live page gives its own. The same words stay behind it meanwhile: out of the head,
// where Blazor would take them away too; the first title that a document has is the one that counts.
document.body.append(Object.assign(document.createElement("title"), { textContent: document.title }));
addEventListener("unhandledrejection", comeBack);
await Blazor.start({ circuit: { reconnectionHandler } });
