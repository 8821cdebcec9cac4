// Sorting and searching of the table of areas. Everything is on the page without it.
"use strict";
(() => {
  const table = document.querySelector("table.index");
  const find = document.getElementById("find");
  if (!table || !find) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const status = document.querySelector(".find [role=status]");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) || [];
  // An area is known by its name with its region's, and by each other name: those of its towns and forces.
  const known = rows.map((row) => [`${row.cells[0].textContent} ${row.cells[1].textContent}`, ...(row.dataset.also || "").split("|")].map(words));
  let order = "";

  function search() {
    const wanted = words(find.value);
    let left = 0;
    rows.forEach((row, index) => {
      row.hidden = !known[index].some((name) => wanted.every((start) => name.some((word) => word.startsWith(start))));
      left += !row.hidden;
    });
    tell(left);
  }

  function tell(left) {
    const shown = left === 0 ? "No area matches." : `${left} of ${rows.length} areas shown`;
    status.textContent = left && order ? `${shown}, ${order}` : shown;
  }

  function value(row, column, numeric) {
    const cell = row.cells[column];
    if (!numeric) return cell.textContent.trim();
    return cell.dataset.sort === undefined ? null : Number(cell.dataset.sort);
  }

  // What has no figure comes last, whichever way; equals stay in the order of names.
  function sort(head, column) {
    const numeric = head.dataset.order === "number";
    const up = head.ariaSort ? head.ariaSort === "descending" : !numeric;
    const sorted = [...rows].sort((one, other) => {
      const a = value(one, column, numeric), b = value(other, column, numeric);
      if (a === null || b === null) return (a === null) - (b === null);
      return (up ? 1 : -1) * (numeric ? a - b : a.localeCompare(b, "en-GB"));
    });
    body.append(...sorted);
    mark(head, up);
    const way = numeric ? (up ? "lowest first" : "highest first") : up ? "A to Z" : "Z to A";
    order = `sorted by ${head.dataset.name}, ${way}`;
    tell(rows.filter((row) => !row.hidden).length);
  }

  function mark(head, up) {
    for (const [each, arrow] of arrows) {
      each.removeAttribute("aria-sort");
      arrow.textContent = "\u2195";
    }
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    arrows.get(head).textContent = up ? "\u2191" : "\u2193";
  }

  const arrows = new Map();
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (!head.dataset.order) return;
    head.dataset.name = head.textContent.trim();
    const button = document.createElement("button");
    const arrow = document.createElement("span");
    button.type = "button";
    arrow.ariaHidden = "true";
    button.append(head.dataset.name, arrow);
    button.addEventListener("click", () => sort(head, column));
    head.replaceChildren(button);
    arrows.set(head, arrow);
  });
  mark(table.tHead.rows[0].cells[0], true);
  document.querySelector(".find").hidden = false;
  find.addEventListener("input", search);
  if (find.value) search();
})();
