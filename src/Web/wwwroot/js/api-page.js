// The calls of /api/v1, to read and to try. Nothing is loaded from outside, and a token is forgotten with the page.
(() => {
  const place = document.getElementById("api");

  function applyTheme() {
    document.documentElement.classList.toggle("dark-mode", document.documentElement.dataset.theme === "dark");
  }

  applyTheme();
  document.addEventListener("themechange", applyTheme);
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
    layout: "BaseLayout",
  });
})();
