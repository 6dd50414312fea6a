/**
 * Keeps the status page fresh: every two seconds the parts of `<main>` that changed are replaced by the server's. What the
 * person is doing stays: opened details, focus, the place they read at, and a part in which they select text waits.
 */
export const script = `"use strict";
(() => {
  const everyMs = 2000;
  const main = document.getElementById("main");
  const lost = document.getElementById("lost");
  const shown = new Map();
  for (const part of main.querySelectorAll("[data-part]")) shown.set(part.id, part.outerHTML);
  let timer;
  let isBusy = false;

  async function refresh() {
    if (isBusy) return;
    isBusy = true;
    clearTimeout(timer);
    try {
      const answer = await fetch("/fragment", { signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw new Error("status " + answer.status);
      show(await answer.text());
      tell("");
    } catch {
      tell("Showrunner does not answer. This is what was known last; trying again.");
    }
    isBusy = false;
    if (!document.hidden) timer = setTimeout(refresh, everyMs);
  }

  function show(markup) {
    const fresh = document.createElement("template");
    fresh.innerHTML = markup;
    const anchor = readingPlace();
    for (const part of fresh.content.querySelectorAll("[data-part]")) {
      const now = document.getElementById(part.id);
      if (now === null || shown.get(part.id) === part.outerHTML || isSelecting(now)) continue;
      shown.set(part.id, part.outerHTML);
      replace(now, part);
    }
    if (anchor !== null) keepAt(anchor);
  }

  function replace(now, part) {
    const opened = [...now.querySelectorAll("details[open][id]")].map((one) => one.id);
    const focus = focusIn(now);
    now.innerHTML = part.innerHTML;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    focus?.();
  }

  function focusIn(part) {
    const active = document.activeElement;
    if (active === null || !part.contains(active)) return undefined;
    const owner = active.closest("[id]").id;
    const href = active.getAttribute("href");
    const what = href === null ? active.tagName : 'a[href="' + CSS.escape(href) + '"]';
    return () => document.getElementById(owner)?.querySelector(what)?.focus({ preventScroll: true });
  }

  function isSelecting(part) {
    const selection = document.getSelection();
    return selection !== null && !selection.isCollapsed && selection.containsNode(part, true);
  }

  function readingPlace() {
    if (window.scrollY === 0) return null;
    for (const one of main.querySelectorAll("[id]")) {
      const top = one.getBoundingClientRect().top;
      if (top >= 0 && top < window.innerHeight) return { id: one.id, top };
    }
    return null;
  }

  function keepAt({ id, top }) {
    const moved = (document.getElementById(id)?.getBoundingClientRect().top ?? top) - top;
    if (moved !== 0) window.scrollBy(0, moved);
  }

  function tell(text) {
    if (lost.textContent !== text) lost.textContent = text;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) refresh();
  });
  timer = setTimeout(refresh, everyMs);
})();
`;
