// The calls of /api/v1, to read and to try. Nothing is loaded from outside, and a token is forgotten with the page.
(() => {
  const place = document.getElementById("api");

  // What has no name of its own, or one without the words that are seen; in English, as all of Swagger UI.
  const names = {
    "#servers": "Server",
    ".body-param__text": "Request body",
    ".examples-select-element": "Example",
    ".close-modal": "Close",
    ".auth-btn-wrapper .authorize[type=submit]": "Authorize: apply credentials",
    ".auth-btn-wrapper [aria-label=\"Remove authorization\"]": "Logout: remove authorization",
  };

  function applyTheme() {
    document.documentElement.classList.toggle("dark-mode", document.documentElement.dataset.theme === "dark");
  }

  // What Swagger UI leaves in the way of people who listen or have no mouse: by its own means where it has any, and otherwise by
  // attributes, which it does not touch.
  function accessible({ React }) {
    const words = ({ text }) => React.createElement("span", { className: "nostyle" }, text);

    // A link within a button, to the place that the button opens.
    return { wrapComponents: { DeepLink: () => words } };
  }

  // A field has the name of its parameter; an example that is wider than its place can be scrolled by keyboard; and a page has one
  // main part, in which this is a part.
  function mend() {
    place.querySelector("main:not([role])")?.setAttribute("role", "group");
    for (const [selector, name] of Object.entries(names)) {
      for (const nameless of place.querySelectorAll(selector)) nameless.setAttribute("aria-label", name);
    }
    for (const field of place.querySelectorAll("[data-param-name] :is(select, input, textarea):not([aria-label])")) {
      field.setAttribute("aria-label", field.closest("[data-param-name]").dataset.paramName);
    }
    for (const code of place.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
  }

  applyTheme();
  document.addEventListener("themechange", applyTheme);
  new MutationObserver(mend).observe(place, { childList: true, subtree: true });
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.document,
    validatorUrl: null,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    persistAuthorization: false,
    tryItOutEnabled: true,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [accessible],
    layout: "BaseLayout",
  });
})();
