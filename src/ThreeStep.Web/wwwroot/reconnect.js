// A page that was open while the server was started anew has lost its connection for good. It comes back by itself, unless somebody
// has begun to write something there: that stays to be copied, and the page says so.
(() => {
  const written = new Set();
  const modal = document.getElementById("components-reconnect-modal");
  document.addEventListener("input", (event) => written.add(event.target));
  modal.addEventListener("components-reconnect-state-changed", (event) => {
    if (event.detail.state === "rejected" && ![...written].some((field) => field.isConnected && field.value)) location.reload();
  });
})();
