// The frame around Elsa Studio's elements: sign-in, rooms with addresses of their own, and what a click in one room opens in another.
(() => {
  const storage = "threestep-api-key";
  const room = document.getElementById("room");
  const signIn = document.getElementById("sign-in");
  const signOut = document.getElementById("sign-out");
  const refusal = document.getElementById("refusal");
  const api = `${location.origin}/elsa/api`;

  async function accepts(key) {
    const answer = await fetch(`${api}/workflow-definitions/query/count`, { headers: { Authorization: `ApiKey ${key}` } });
    if (answer.status === 403) throw new Error("此密钥无权修改流程 · This key may not change workflows.");
    if (!answer.ok) throw new Error("密钥不正确 · The key is not known.");
  }

  const open = (path) => { location.assign(`/studio/${path}`); };

  // Our own addresses are workflows/ID and instances/ID; Studio itself goes to workflows/definitions/ID/edit and workflows/instances/ID/view.
  function roomOf(path) {
    const parts = path.replace(/^\/studio\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
    if (parts[0] === "workflows" && (parts[1] === "instances" || parts[1] === "definitions")) parts.shift();
    return { kind: parts[0] === "instances" ? "instances" : "workflows", id: parts[1] };
  }

  function element({ kind, id }) {
    if (kind === "instances" && id) return make("elsa-workflow-instance-viewer", { "instance-id": id }, { editWorkflowDefinition: (definitionId) => open(`workflows/${encodeURIComponent(definitionId)}`) });
    if (kind === "instances") return make("elsa-workflow-instance-list", {}, { viewWorkflowInstance: (instanceId) => open(`instances/${encodeURIComponent(instanceId)}`) });
    if (id) return make("elsa-workflow-definition-editor", { "definition-id": id }, {});
    return make("elsa-workflow-definition-list", {}, { editWorkflowDefinition: (definitionId) => open(`workflows/${encodeURIComponent(definitionId)}`) });
  }

  // Studio changes the address without loading a page; where that means another room, it is opened.
  function followStudio(here) {
    for (const name of ["pushState", "replaceState"]) {
      const original = history[name];
      history[name] = function (...rest) {
        original.apply(this, rest);
        const { kind, id } = roomOf(location.pathname);
        if (kind !== here.kind || id !== here.id) open(id ? `${kind}/${encodeURIComponent(id)}` : kind);
      };
    }
    addEventListener("popstate", () => location.reload());
  }

  function make(name, attributes, handlers) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    // Blazor makes the elements' properties when it takes them over; what was set before would be lost.
    customElements.whenDefined(name).then(() => Object.assign(made, handlers));
    return made;
  }

  function enter(key) {
    signIn.hidden = true;
    signOut.hidden = false;
    const here = roomOf(location.pathname);
    document.querySelector(`[data-room=${here.kind}]`).setAttribute("aria-current", "page");
    followStudio(here);
    const provider = make("elsa-backend-provider", { "remote-endpoint": api, "api-key": key }, {});
    room.append(provider, element(here));
    const script = document.createElement("script");
    script.src = "_framework/blazor.webassembly.js";
    document.body.append(script);
  }

  signIn.addEventListener("submit", async (event) => {
    event.preventDefault();
    const key = document.getElementById("key").value.trim();
    try {
      await accepts(key);
      sessionStorage.setItem(storage, key);
      enter(key);
    } catch (error) {
      refusal.textContent = error.message;
      refusal.hidden = false;
    }
  });

  signOut.addEventListener("click", () => {
    sessionStorage.removeItem(storage);
    location.assign("/studio/workflows");
  });

  const known = sessionStorage.getItem(storage);
  if (!known) { signIn.hidden = false; return; }
  accepts(known).then(() => enter(known), () => { signIn.hidden = false; });
})();
