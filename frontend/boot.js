// The only script of ours the page runs before the program. It stands in <head> without `defer`, because theme, density
// and language must be known before the first paint.
(() => {
  "use strict";
  const root = document.documentElement;
  const catalogues = {{texts}};

  // Storage may be forbidden (private windows, policies); then the defaults hold.
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  const theme = kept("perezvon.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const density = kept("perezvon.density");
  if (density === "compact" || density === "comfortable") root.dataset.density = density;

  const asked = new URLSearchParams(location.search).get("lang");
  const wishes = [asked, kept("perezvon.language"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  const language = wishes.find((name) => Object.hasOwn(catalogues, name)) ?? "en";
  root.lang = language === "qps" ? "en" : language;

  // Sign-in, first run and invitations have no rail; painting one would make the page jump.
  if (/^\/(login|forgot|setup|join)(\/|$)/.test(location.pathname)) root.dataset.shell = "bare";

  // The view library writes its own constant markup through <template>; nothing else may become a script.
  if (window.trustedTypes) {
    trustedTypes.createPolicy("default", {
      createHTML: (markup) => (/<script|<[^>]*\son\w+\s*=|javascript:/i.test(markup) ? null : markup),
      createScriptURL: (address) => (new URL(address, location.href).origin === location.origin ? address : null),
    });
  }

  const failed = (why) => {
    root.dataset.boot = "failed";
    console.error(why);
  };
  const texts = fetch(catalogues[language]).then((answer) => {
    if (!answer.ok) throw new Error(`texts: ${answer.status}`);
    return answer.json();
  });
  Promise.all([import("{{glue}}"), texts])
    .then(async ([program, words]) => {
      await program.default({ module_or_path: "{{wasm}}" });
      program.start(language, words);
    })
    .catch(failed);
})();
