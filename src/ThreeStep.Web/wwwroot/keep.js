// Buttons that help to keep what is shown once: data-copy names what is copied, data-print prints the page. They need no connection.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print]");
  if (!button) return;
  if (!button.dataset.copy) return window.print();
  const shown = document.querySelector(button.dataset.copy);
  getSelection().selectAllChildren(shown);
  // Only pages that came by TLS may write there, where the browser lets them; in others what is selected is copied.
  try {
    await navigator.clipboard.writeText(shown.textContent);
  } catch {
    document.execCommand("copy");
  }
  button.textContent = button.dataset.done;
});
