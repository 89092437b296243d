// Buttons that copy the text of an element, by its id. A page that did not come by HTTPS has no clipboard of its own: there
// the text is selected and copied as a person would.
const shown = 2000;

async function copy(element) {
  if (navigator.clipboard) return navigator.clipboard.writeText(element.textContent.trim());
  getSelection().selectAllChildren(element);
  document.execCommand("copy");
}

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  const element = button && document.getElementById(button.dataset.copy);
  if (!element) return;
  try {
    await copy(element);
  } catch {
    // It is selected at least, to be copied by hand.
    getSelection().selectAllChildren(element);
    return;
  }

  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), shown);
});
