// The few things HTML cannot do: single keys for those who want them, filters that
// answer at once, menus that close, the error summary that takes the focus, and
// refusals that go away again.
(() => {
  "use strict";

  const row = ".idea, .idea-full, .item";
  const rows = () => [...document.querySelectorAll(row)];
  const current = () => document.activeElement.closest(row) || (rows().length === 1 ? rows()[0] : null);
  const open = "h2 a, h3 a, td a, h1";

  const move = (step) => {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
    const link = next && next.querySelector(open);
    if (link) link.focus();
  };

  const press = (value) => {
    const idea = current();
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
    "/": () => document.getElementById("q").focus(),
    "?": () => document.getElementById("keys").showModal(),
  };

  // What says itself which key does the same: of the row with the focus, else of the page.
  const named = (key) => {
    const is = `[data-key~="${CSS.escape(key)}"]`;
    const here = current();
    return (here && here.querySelector(is)) || [...document.querySelectorAll(`main ${is}`)].find((found) => !found.closest(row));
  };

  // A button is pressed, a box ticked, a form behind its name is opened, a field takes the focus.
  const use = (what) => {
    if (what.matches("a, button, [type=checkbox]")) return what.click();
    const fold = what.closest("details");
    if (fold) fold.open = true;
    (what.matches("summary") ? fold.querySelector("textarea, select, input:not([type=hidden])") : what).focus();
  };

  // A row leads to its page with the form of a key open.
  const lead = (key) => {
    const here = current();
    if (!here || !("do" in here.dataset) || !"dhqeox".includes(key)) return null;
    return () => { location.href = `${here.querySelector(open).href}?do=${key}`; };
  };

  document.addEventListener("keydown", (event) => {
    if (!("keys" in document.body.dataset) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("dialog[open]")) return;
    const itself = named(event.key);
    const act = itself ? () => use(itself) : lead(event.key) || keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".do textarea")) event.target.form.requestSubmit();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("form.filters select, form.filters [type=checkbox]")) event.target.form.requestSubmit();
  });

  // A box that stands for all ticks those of its form. Without the script it would do nothing.
  for (const all of document.querySelectorAll("[hidden] > [name=all]")) all.closest("[hidden]").hidden = false;
  document.addEventListener("change", (event) => {
    const { form } = event.target;
    if (!form || !form.elements.all) return;
    const each = [...form.elements].filter((box) => box.matches(".tick"));
    if (event.target === form.elements.all) for (const box of each) box.checked = event.target.checked;
    form.elements.all.checked = each.every((box) => box.checked);
  });

  const folded = "details.menu[open], details.sheet[open]";
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll(folded)) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu, details.sheet")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(folded);
    if (!menu) return;
    closeMenus();
    menu.querySelector("summary").focus();
  });

  const toast = document.getElementById("toast");
  new MutationObserver(() => {
    const shown = toast.firstElementChild;
    if (shown) setTimeout(() => shown.remove(), 8000);
  }).observe(toast, { childList: true });

  // What is typed in a form that keeps drafts is saved a moment later, or at once when the
  // page is left; not once it is sent.
  const typing = new Map();
  const later = (form, wait) => {
    const state = typing.get(form) || {};
    clearTimeout(state.timer);
    state.timer = setTimeout(save, wait, form, state);
    typing.set(form, state);
  };
  const save = async (form, state) => {
    clearTimeout(state.timer);
    state.timer = 0;
    state.under = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    const note = document.getElementById(`draft-${body.get("draft").replaceAll("/", "-")}`);
    let answer;
    try {
      answer = await fetch("/drafts", {
        method: "POST", body, headers: { "HX-Request": "true" }, signal: state.under.signal, keepalive: String(body).length < 60000,
      });
      if (answer.ok && note) note.innerHTML = await answer.text();
    } catch {} // the network, or sent meanwhile
    const again = !answer || answer.status === 429 || answer.status >= 500;
    if (again && typing.get(form) === state && !state.timer) later(form, 10000);
  };
  document.addEventListener("input", ({ target }) => {
    if (target.name && target.form && target.form.elements.draft) later(target.form, 1500);
  });
  document.addEventListener("submit", (event) => {
    const sent = event.target.elements.draft;
    for (const [form, state] of typing) {
      if (!sent || form.elements.draft.value !== sent.value) continue;
      clearTimeout(state.timer);
      state.under?.abort();
      typing.delete(form);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const [form, state] of typing) if (state.timer) save(form, state);
  });

  // A name behind an @ is completed from a list under the field: by arrow keys and Enter,
  // or by pointing.
  const behindAt = /(?:^|[^\p{L}\p{N}@])@([\p{L}\p{N}](?:[^@\n]{0,58}\S)?)$/u;
  let names = null;
  let nobody = "\n"; // what nobody's name begins with
  const endNames = () => {
    names?.list.remove();
    for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) names?.field.removeAttribute(name);
    names = null;
  };
  const nameAt = (field) => behindAt.exec(field.value.slice(0, field.selectionStart))?.[1];
  const chooseName = (step) => {
    const all = [...names.list.querySelectorAll("[role=option]")];
    names.at = (names.at + step + all.length) % all.length;
    all.forEach((option, n) => option.setAttribute("aria-selected", n === names.at));
    names.field.setAttribute("aria-activedescendant", all[names.at].id);
  };
  const takeName = (option) => {
    const { field } = names;
    field.setRangeText(`@${option.dataset.word} `, field.selectionStart - nameAt(field).length - 1, field.selectionStart, "end");
    endNames();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const offerNames = async (field) => {
    const typed = nameAt(field);
    if (!typed || typed.startsWith(nobody)) return endNames();
    const answer = await fetch(`/mentions?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" } });
    if (nameAt(field) !== typed) return;
    endNames();
    if (answer.status === 204) nobody = typed;
    if (answer.status !== 200) return;
    const list = document.createElement("div");
    list.className = "names";
    list.innerHTML = await answer.text();
    field.after(list);
    names = { field, list, at: 0 };
    field.setAttribute("aria-controls", "names");
    field.setAttribute("aria-autocomplete", "list");
    chooseName(0);
  };
  let naming = 0;
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea[data-names]")) return;
    clearTimeout(naming);
    naming = setTimeout(offerNames, 150, target);
  });
  document.addEventListener("keydown", (event) => {
    if (!names || event.target !== names.field) return;
    const acts = {
      ArrowDown: () => chooseName(1),
      ArrowUp: () => chooseName(-1),
      Enter: () => takeName(names.list.querySelector("[aria-selected=true]")),
      Tab: () => takeName(names.list.querySelector("[aria-selected=true]")),
      Escape: endNames,
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }, true);
  document.addEventListener("mousedown", (event) => {
    const option = names && event.target.closest(".names [role=option]");
    if (!option) return endNames();
    event.preventDefault();
    takeName(option);
  });

  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
