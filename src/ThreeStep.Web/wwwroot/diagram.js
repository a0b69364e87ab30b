// Saves a diagram as a picture: the browser draws the SVG file at twice its size.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-save-png]");
  if (!link) return;
  event.preventDefault();
  const drawing = new Image();
  drawing.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [drawing.naturalWidth * 2, drawing.naturalHeight * 2];
    canvas.getContext("2d").drawImage(drawing, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((picture) => {
      const address = URL.createObjectURL(picture);
      Object.assign(document.createElement("a"), { href: address, download: `${link.dataset.savePng}.png` }).click();
      URL.revokeObjectURL(address);
    });
  };
  drawing.src = link.href;
}, { capture: true });
