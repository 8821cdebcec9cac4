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
  const known = rows.map((row) => plain([row.cells[0].textContent, row.cells[1].textContent, row.dataset.also || ""].join(" ")));
  let order = "";

  function search() {
    const wanted = words(find.value);
    let left = 0;
    rows.forEach((row, index) => {
      row.hidden = !wanted.every((word) => known[index].includes(word));
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
    const before = head.getAttribute("aria-sort");
    const way = before ? (before === "ascending" ? "descending" : "ascending") : numeric ? "descending" : "ascending";
    const sign = way === "ascending" ? 1 : -1;
    const sorted = [...rows].sort((one, other) => {
      const a = value(one, column, numeric), b = value(other, column, numeric);
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * (numeric ? a - b : a.localeCompare(b, "en-GB"));
    });
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", way);
    body.append(...sorted);
    const way_words = numeric ? (way === "ascending" ? "lowest first" : "highest first") : way === "ascending" ? "A to Z" : "Z to A";
    order = `sorted by ${head.textContent.trim()}, ${way_words}`;
    tell(rows.filter((row) => !row.hidden).length);
  }

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (!head.dataset.order) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
  });
  table.tHead.rows[0].cells[0].setAttribute("aria-sort", "ascending");
  document.querySelector(".find").hidden = false;
  find.addEventListener("input", search);
  if (find.value) search();
})();
