// Starts Studio's program. It comes as 125 files; a browser that has been here before has them in one packet, because reading so many
// files, even from its cache, takes it longer than everything else until Studio can be seen.
(() => {
  const packetName = "studio-program";
  const packetAddress = "/studio/program-packet";
  let read = readPacket().catch(() => new Map());
  const asked = new Map();

  // The packet begins with nothing but the files, one after the other; its header says where each of them is.
  // A packet from which Studio did not start the last time is not tried again.
  async function readPacket() {
    if (localStorage.getItem(packetName) === "starting") await caches.delete(packetName);
    localStorage.setItem(packetName, "starting");
    const stored = await (await caches.open(packetName)).match(packetAddress);
    if (!stored) return new Map();
    const places = JSON.parse(stored.headers.get("Places"));
    const bytes = await stored.arrayBuffer();
    return new Map(places.map(([name, start, length]) => [name, new Uint8Array(bytes, start, length)]));
  }

  const fetchFile = ({ address, integrity }) => fetch(address, { integrity, cache: "force-cache" });

  function loadBootResource(type, name, address, integrity) {
    if (type !== "assembly" && type !== "globalization") return undefined;
    const file = { address, integrity };
    asked.set(name, file);
    const unpacked = (packet) => new Response(packet.get(name), { headers: { "Content-Type": "application/wasm" } });
    return read.then((packet) => (packet.has(name) ? unpacked(packet) : fetchFile(file)));
  }

  // Files carry a mark of their content in their names: another version of Studio asks for other names, and the packet is made anew.
  async function keepPacket() {
    const packet = await read;
    if ([...asked.keys()].every((name) => packet.has(name))) return;
    const places = [];
    const files = [];
    let start = 0;
    for (const [name, file] of asked) {
      const bytes = await (await fetchFile(file)).arrayBuffer();
      places.push([name, start, bytes.byteLength]);
      files.push(bytes);
      start += bytes.byteLength;
    }
    await (await caches.open(packetName)).put(packetAddress, new Response(new Blob(files), { headers: { Places: JSON.stringify(places) } }));
  }

  // The code editor is large, and lists do without it: they are shown first.
  let codeEditor;
  const script = (name) => new Promise((onload, onerror) => {
    const made = Object.assign(document.createElement("script"), { src: `_content/BlazorMonaco/${name}`, onload, onerror });
    document.body.append(made);
  });
  async function loadCodeEditor() {
    await script("jsInterop.js");
    await script("lib/monaco-editor/min/vs/loader.js");
    await new Promise((loaded, failed) => require(["vs/editor/editor.main"], loaded, failed));
  }
  window.needCodeEditor = () => (codeEditor ??= loadCodeEditor().catch(() => {}));

  const whenIdle = (work, timeout) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout }) : setTimeout(work, timeout));

  async function tidyUp() {
    // A browser that keeps nothing, because it is private or full, starts as at the first visit.
    await keepPacket().catch(() => {});
    read = Promise.resolve(new Map());
  }

  Blazor.start({ loadBootResource }).then(() => {
    localStorage.removeItem(packetName);
    whenIdle(needCodeEditor, 1500);
    setTimeout(tidyUp, 5000);
  });
})();
