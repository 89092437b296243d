// The calls of /api/v1, to read and to try. Nothing is loaded from outside, and a token is forgotten with the page.
(() => {
  const place = document.getElementById("api");

  function applyTheme() {
    document.documentElement.classList.toggle("dark-mode", document.documentElement.dataset.theme === "dark");
  }

  // What Swagger UI leaves in the way of people who listen or have no mouse is mended by its own means.
  function accessible({ React }) {
    const words = ({ text }) => React.createElement("span", { className: "nostyle" }, text);

    // A page has one main part, and this is within it.
    const withoutMain = element => !React.isValidElement(element) ? element : React.createElement(
      element.type === "main" ? "div" : element.type,
      { ...element.props, key: element.key, ref: element.ref },
      ...React.Children.toArray(element.props.children).map(withoutMain));

    return {
      wrapComponents: {
        // A link within a button, to the place that the button opens.
        DeepLink: () => words,
        BaseLayout: Layout => class extends Layout {
          render() {
            return withoutMain(super.render());
          }
        },
      },
    };
  }

  // A field has the name of its parameter; an example that is wider than its place can be scrolled by keyboard.
  function nameFields() {
    for (const field of place.querySelectorAll("[data-param-name] :is(select, input, textarea):not([aria-label])")) {
      field.setAttribute("aria-label", field.closest("[data-param-name]").dataset.paramName);
    }
    for (const code of place.querySelectorAll("pre:not([tabindex])")) code.tabIndex = 0;
  }

  applyTheme();
  document.addEventListener("themechange", applyTheme);
  new MutationObserver(nameFields).observe(place, { childList: true, subtree: true });
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
