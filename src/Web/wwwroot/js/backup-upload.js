// Sends a backup beside the live page's connection, which is not made for gigabytes.
const pace = 250;
let running = null;

/** Begins to send the form's file; the page hears of its progress and of its end. Returns what is in the way, or null: "none" without a file, the bytes of one that is too large. */
export function send(form, page, address, most) {
  const [file] = form.elements.file.files;
  if (!file) return "none";
  if (file.size > most) return `${file.size}`;
  const request = new XMLHttpRequest();
  const tell = (...words) => page.invokeMethodAsync(...words).catch(() => {});
  const end = status => () => {
    running = null;
    tell("OnSent", status ?? request.status);
  };
  let told = 0;
  request.upload.onprogress = event => {
    if (performance.now() - told < pace) return;
    told = performance.now();
    tell("OnProgress", event.loaded / event.total);
  };
  request.onload = end();
  request.onerror = end(0);
  request.onabort = end(-1);
  request.open("POST", address);
  request.setRequestHeader("RequestVerificationToken", form.elements.__RequestVerificationToken.value);
  request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.send(file);
  running = request;
  return null;
}

export function stop() {
  running?.abort();
}
