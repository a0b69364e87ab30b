// How a workflow is seen when it is opened: whole, from its start, with the panel of a step's properties folded until a step is chosen.
(() => {
  const room = document.getElementById("room");
  const folded = "3rem";
  // A workflow that would be smaller than this is not readable any more; Studio itself goes no further out.
  const smallest = 0.4;
  let shown;

  // Studio's own copy of its designer: the same address gives the same module, with the canvas in it. The browser's list of what was loaded
  // ends after some hundred files, so it is listened to and not looked at.
  let designer;
  new PerformanceObserver((list) => {
    designer ??= list.getEntries().map((entry) => entry.name).find((name) => name.includes("Elsa.Studio.Workflows.Designer/designer.entry.js"));
  }).observe({ type: "resource", buffered: true });

  const panes = (canvas) => canvas.closest(".rz-splitter-vertical")?.querySelectorAll(":scope > .rz-splitter-pane");

  function fold(canvas) {
    const [drawing, properties] = panes(canvas) ?? [];
    if (!properties) return;
    const sizes = [drawing.style.flexBasis, properties.style.flexBasis];
    [drawing.style.flexBasis, properties.style.flexBasis] = [`calc(100% - ${folded})`, folded];
    canvas.addEventListener("click", function unfold(event) {
      if (!event.target.closest(".x6-node")) return;
      canvas.removeEventListener("click", unfold, true);
      // Whoever has drawn it up already has a size of their own.
      if (properties.style.flexBasis === folded) [drawing.style.flexBasis, properties.style.flexBasis] = sizes;
    }, true);
  }

  // Its steps come one after the other; the whole is there when none has come for a moment.
  function whenDrawn(canvas, then) {
    let waiting;
    const observer = new MutationObserver(wait);
    function wait() {
      clearTimeout(waiting);
      waiting = setTimeout(() => { observer.disconnect(); then(); }, 250);
    }
    observer.observe(canvas, { childList: true, subtree: true });
    wait();
  }

  async function fit(canvas) {
    if (!designer) return;
    const { graphBindings } = await import(designer);
    const graph = Object.values(graphBindings).find((binding) => binding.graph.container === canvas)?.graph;
    graph?.zoomToFit({ padding: 20, minScale: smallest, maxScale: 1 });
  }

  new MutationObserver(() => {
    const canvas = room.querySelector("elsa-workflow-definition-editor .x6-graph");
    if (!canvas || canvas === shown || !canvas.querySelector(".x6-node")) return;
    shown = canvas;
    fold(canvas);
    whenDrawn(canvas, () => fit(canvas));
  }).observe(room, { childList: true, subtree: true });
})();
