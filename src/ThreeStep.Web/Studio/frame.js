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

  function element() {
    const [kind, id] = location.pathname.replace(/^\/studio\/?/, "").split("/").map(decodeURIComponent);
    if (kind === "instances" && id) return make("elsa-workflow-instance-viewer", { "instance-id": id }, { editWorkflowDefinition: (definitionId) => open(`workflows/${encodeURIComponent(definitionId)}`) });
    if (kind === "instances") return make("elsa-workflow-instance-list", {}, { viewWorkflowInstance: (instanceId) => open(`instances/${encodeURIComponent(instanceId)}`) });
    if (id) return make("elsa-workflow-definition-editor", { "definition-id": id }, { workflowDefinitionExecuted: (instanceId) => open(`instances/${encodeURIComponent(instanceId)}`) });
    return make("elsa-workflow-definition-list", {}, { editWorkflowDefinition: (definitionId) => open(`workflows/${encodeURIComponent(definitionId)}`) });
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
    const kind = location.pathname.includes("/instances") ? "instances" : "workflows";
    document.querySelector(`[data-room=${kind}]`).setAttribute("aria-current", "page");
    const provider = make("elsa-backend-provider", { "remote-endpoint": api, "api-key": key }, {});
    room.append(provider, element());
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
