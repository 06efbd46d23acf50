// The few things HTML cannot do: single keys for those who want them, filters that
// answer at once, menus that close, the error summary that takes the focus, and
// refusals that go away again.
(() => {
  "use strict";

  const ideas = () => [...document.querySelectorAll(".idea, .idea-full")];
  const currentIdea = () => document.activeElement.closest(".idea, .idea-full") || (ideas().length === 1 ? ideas()[0] : null);

  const move = (step) => {
    const all = ideas();
    const at = all.indexOf(currentIdea());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    const link = next && next.querySelector("h2 a, h1");
    if (link) link.focus();
  };

  const press = (value) => {
    const idea = currentIdea();
    const button = idea && idea.querySelector(`.vote button[value="${value}"]:not(:disabled)`);
    if (button) button.click();
  };

  const keys = {
    j: () => move(1),
    k: () => move(-1),
    p: () => press("1"),
    d: () => press("-1"),
    w: () => press("0"),
    c: () => document.querySelector(".masthead .btn-primary").click(),
    "?": () => document.getElementById("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (!("keys" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("form.filters select, form.filters [type=checkbox]")) event.target.form.requestSubmit();
  });

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    closeMenus();
    menu.querySelector("summary").focus();
  });

  const toast = document.getElementById("toast");
  new MutationObserver(() => {
    const shown = toast.firstElementChild;
    if (shown) setTimeout(() => shown.remove(), 8000);
  }).observe(toast, { childList: true });

  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
