// Buttons that help to keep what is shown once: data-copy names what is copied, data-print prints the page. They need no connection.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print]");
  if (!button) return;
  if (!button.dataset.copy) return window.print();
  const shown = document.querySelector(button.dataset.copy);
  getSelection().selectAllChildren(shown);
  // Takes what is selected, at once and on every page. The other way asks for a right first where the browser is slow, and may never be answered.
  if (!document.execCommand("copy")) await navigator.clipboard.writeText(shown.textContent);
  button.textContent = button.dataset.done;
});
