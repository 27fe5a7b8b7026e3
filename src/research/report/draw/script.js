"use strict";
// Comfort only: the page says everything without this.
(() => {
  const root = document.documentElement;
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  for (const button of document.querySelectorAll("button.theme")) {
    const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      name();
    });
  }
  for (const drawing of document.querySelectorAll("[data-readings]")) {
    const readings = JSON.parse(drawing.dataset.readings);
    const box = document.createElement("div");
    const cursor = document.createElement("div");
    box.className = "reading";
    cursor.className = "cursor";
    box.hidden = cursor.hidden = true;
    drawing.append(cursor, box);
    drawing.addEventListener("pointermove", (event) => {
      const frame = drawing.getBoundingClientRect();
      const at = (event.clientX - frame.left) / frame.width;
      let low = 0, high = readings.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (readings[middle][0] < at) low = middle + 1; else high = middle;
      }
      if (!readings[low]) return;
      box.textContent = readings[low][1];
      box.hidden = cursor.hidden = false;
      const x = readings[low][0] * frame.width;
      cursor.style.left = x + "px";
      const right = x + 14 + box.offsetWidth > frame.width;
      box.style.left = (right ? Math.max(0, x - 12 - box.offsetWidth) : x + 12) + "px";
    });
    drawing.addEventListener("pointerleave", () => { box.hidden = cursor.hidden = true; });
  }
})();
