"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const tools = document.getElementById("tools"), text = document.getElementById("text"), found = document.getElementById("found");
  const cells = all("main .cell"), nodes = all("main details"), rows = all("main .row");
  const folded = new Map(nodes.map((node) => [node, node.open]));
  let filtering = false;

  const fits = (cell, words, state) =>
    words.every((word) => cell.dataset.text.includes(word)) &&
    (!state || (state === "partly" ? cell.closest(".row").dataset.state === state : cell.dataset.state === state || (state === "never" && cell.dataset.state === "lost")));

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean), state = tools.elements.state.value;
    const wanted = words.length > 0 || state !== "";
    if (wanted && !filtering) nodes.forEach((node) => folded.set(node, node.open));
    let shown = 0;
    for (const cell of cells) if (!(cell.hidden = !fits(cell, words, state))) shown += 1;
    for (const row of rows) row.hidden = wanted && !row.querySelector(".cell:not([hidden])");
    for (const node of nodes) {
      node.hidden = wanted && !node.querySelector(".cell:not([hidden])");
      if (wanted) node.open = !node.hidden; else if (filtering) node.open = folded.get(node);
    }
    filtering = wanted;
    found.textContent = wanted ? `${shown} of ${cells.length} cells` : "";
  };

  const clear = () => { text.value = ""; tools.elements.state.value = ""; filter(); };
  const fold = (open) => nodes.forEach((node) => { node.open = open || node.matches(".dialect, .kind"); });

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("main [hidden]")) clear();
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    target.scrollIntoView({ block: "center" });
  };

  const move = (event) => {
    const here = document.activeElement;
    if (here === text) { if (event.key === "Escape") clear(); return; }
    if (event.key === "/" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); text.focus(); return; }
    if (event.key === "Escape") { clear(); return; }
    if (here.tagName !== "SUMMARY") return;
    const visible = all("main summary").filter((one) => one.offsetParent), place = visible.indexOf(here), node = here.parentElement;
    if (event.key === "ArrowDown") visible[place + 1]?.focus();
    else if (event.key === "ArrowUp") visible[place - 1]?.focus();
    else if (event.key === "ArrowRight") node.open = true;
    else if (event.key === "ArrowLeft") { if (node.open) node.open = false; else node.parentElement.closest("details")?.querySelector("summary").focus(); }
    else return;
    event.preventDefault();
  };

  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.addEventListener("input", filter);
  document.getElementById("unfold").addEventListener("click", () => fold(true));
  document.getElementById("fold").addEventListener("click", () => fold(false));
  document.addEventListener("keydown", move);
  addEventListener("hashchange", reveal);
  reveal();
})();
