// How a workflow is seen when it is opened: whole, from its start, no line through a step, with the panel of a step's properties folded until a
// step is chosen.
(() => {
  const room = document.getElementById("room");
  const folded = "3rem";
  // A workflow that would be smaller than this is not readable any more; Studio itself goes no further out.
  const smallest = 0.4;
  // Half of what the library takes between a step and a line, so that there is always a way between two steps.
  const ways = { startDirections: ["right"], endDirections: ["left"], step: 5, padding: 5, snapToGrid: false, maxLoopCount: 60_000 };
  let shown, routed;

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
      if (!canvas.querySelector(".x6-node")) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => { observer.disconnect(); then(); }, 250);
    }
    observer.observe(canvas, { childList: true, subtree: true });
    wait();
  }

  async function graphOf(canvas) {
    if (!designer) return undefined;
    const { graphBindings } = await import(designer);
    return Object.values(graphBindings).find((binding) => binding.graph.container === canvas)?.graph;
  }

  // Lines leave to the right and come from the left. The library gives a way up after some steps and then draws it through whatever is there;
  // with more steps it finds those of loops and exceptions, too.
  async function route(canvas) {
    const graph = await graphOf(canvas);
    if (!graph || graph === routed) return;
    routed = graph;
    graph.options.connecting.router = { name: "manhattan", args: ways };
    // Studio was quicker: what it has drawn is drawn again.
    if (canvas.querySelector(".x6-edge")) whenDrawn(canvas, () => { for (const edge of graph.getEdges()) graph.findViewByCell(edge)?.update(); });
  }

  const fit = async (canvas) => (await graphOf(canvas))?.zoomToFit({ padding: 20, minScale: smallest, maxScale: 1 });

  new MutationObserver(() => {
    const canvas = room.querySelector(".x6-graph");
    // The canvas is there before Studio knows its drawing.
    if (canvas && routed?.container !== canvas) route(canvas);
    if (!canvas || canvas === shown) return;
    shown = canvas;
    whenDrawn(canvas, () => fit(canvas));
    if (canvas.closest("elsa-workflow-definition-editor")) fold(canvas);
  }).observe(room, { childList: true, subtree: true });
})();
