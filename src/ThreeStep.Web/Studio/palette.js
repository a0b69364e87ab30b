// Names what the palette offers, so that a style sheet (activities.css) can go by it: ours first, with the icons and colours of their cards.
(() => {
  const room = document.getElementById("room");
  new MutationObserver(() => {
    for (const entry of room.querySelectorAll(".mud-expand-panel, .mud-expand-panel [draggable=true]")) {
      const shown = (entry.querySelector(".mud-expand-panel-text") ?? entry).textContent.trim();
      if (entry.dataset.shown !== shown) entry.dataset.shown = shown;
    }
  }).observe(room, { childList: true, subtree: true, characterData: true });
})();
