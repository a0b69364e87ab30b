// The frame around Elsa Studio's elements: rooms with addresses of their own, and what a click in one room opens in another.
(() => {
  const room = document.getElementById("room");
  const conflict = document.getElementById("conflict");
  const warnings = document.getElementById("warnings");
  const unsaved = document.getElementById("unsaved");
  const faulted = document.getElementById("faulted");
  const api = `${location.origin}/elsa/api`;

  // Studio's own words are English; dates, numbers and the texts of its tables follow the reader.
  localStorage.setItem("BlazorCulture", navigator.language.startsWith("zh") ? "zh-CN" : "en-US");

  // The editor saves again and again, and knows nothing of other editors. Each definition comes with a mark of its content (ETag), which
  // goes back with a save (If-Match); the server refuses a save that is based on something older than what it has.
  const marks = new Map();
  const plainFetch = window.fetch;

  // Studio shows nothing, or only a number, where the server cannot use its store; the answer says why in the reader's language.
  let isAway = false;
  async function browserFetch(input, init) {
    const answer = await plainFetch(input, init);
    if (!new URL(answer.url || location.href).pathname.startsWith("/elsa/api/")) return answer;
    if (answer.status === 503) {
      isAway = true;
      const told = await answer.clone().json().catch(() => ({}));
      say(told.detail ?? "服务器暂时无法工作，请稍后再试。· The server cannot work at the moment; try again later.");
    } else if (isAway && answer.ok) {
      isAway = false;
      say("");
    }
    return answer;
  }
  window.fetch = (input, init) => {
    const path = new URL(input.url ?? input, location.href).pathname;
    if (path.startsWith("/elsa/api/cancel/") || path.startsWith("/elsa/api/bulk-actions/cancel/")) return cancelWithReason(input, init);
    if (path.startsWith("/elsa/api/bulk-actions/publish/")) return withComment(new Request(input, init), browserFetch);
    if (path.startsWith("/elsa/api/bulk-actions/delete/")) return tellRefusal(browserFetch(input, init));
    if (path.startsWith("/elsa/api/workflow-definition-versions/")) return tellRefusal(browserFetch(input, init));
    if (/^\/elsa\/api\/workflow-definitions\/[^/]+\/execute$/.test(path)) return run(input, init);
    if (path.startsWith("/elsa/api/workflow-definitions")) return tellRefusal(fetchDefinition(input, init));
    if (path.startsWith("/elsa/api/workflow-instances/")) return fetchInstance(input, init, path);
    return browserFetch(input, init);
  };

  async function fetchDefinition(input, init) {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const isSave = request.method === "POST" && path === "/elsa/api/workflow-definitions";
    const ofDefinition = path.match(/^\/elsa\/api\/workflow-definitions\/(?:by-definition-id\/)?([^/]+)(?:\/(?:publish|retract))?$/);
    if (!isSave && !ofDefinition) return browserFetch(request);
    if (isSave ? (await request.clone().json()).publish === true : request.method === "POST" && path.endsWith("/publish"))
      return withComment(request, (asked) => send(asked, isSave, ofDefinition));
    return send(request, isSave, ofDefinition);
  }

  async function send(request, isSave, ofDefinition) {
    const definitionId = isSave ? (await request.clone().json()).model?.definitionId : decodeURIComponent(ofDefinition[1]);
    const answer = isSave ? await inTurn(() => save(request, definitionId)) : await browserFetch(request);
    if (answer.headers.has("ETag")) marks.set(definitionId, answer.headers.get("ETag"));
    if (isSave && answer.status === 409) conflict.hidden = false;
    if (request.method !== "POST" || !answer.ok) return answer;
    const findings = (await answer.clone().json()).validationErrors ?? [];
    tell(findings);
    return answer.status === 202 ? notPublished(answer, findings[0].message) : answer;
  }

  // A version comes with a word about what has changed; Studio does not ask. Where the company does not want one, it may be left out.
  // Studio tries again by itself what the server could not take, also minutes later, when something else is shown; who has said it once is not
  // asked again.
  const remembered = 600_000;
  let said;
  async function withComment(request, goOn) {
    const what = `${request.url} ${await request.clone().text()}`;
    const isSaid = said?.what === what && Date.now() - said.at < remembered;
    const comment = isSaid ? said.comment : await askComment();
    if (comment === null) return notPublished(new Response(), "没有发布。· Not published.");
    said = { what, comment, at: Date.now() };
    const headers = new Headers(request.headers);
    if (comment) headers.set("X-Comment", encodeURIComponent(comment));
    return goOn(new Request(request, { headers }));
  }

  async function askComment() {
    const company = await plainFetch("/api/company").then((answer) => answer.json()).catch(() => ({}));
    const [dialog, field] = [document.getElementById("publishing"), document.getElementById("publishing-comment")];
    field.value = dialog.returnValue = "";
    field.required = company.publishingNeedsComment === true;
    dialog.showModal();
    await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
    return dialog.returnValue === "publish" ? field.value.trim() : null;
  }

  // Saved, and waits for a second person's yes: Studio would say that it is published, and takes this as why it is not.
  function notPublished(answer, message) {
    const body = JSON.stringify({ title: message, status: 400, errors: { root: [message] } });
    const headers = new Headers(answer.headers);
    headers.delete("Content-Length");
    headers.set("Content-Type", "application/problem+json");
    return new Response(body, { status: 400, headers });
  }

  // Those whose work it was are told why it was cancelled; Studio does not ask.
  async function cancelWithReason(input, init) {
    const reason = window.prompt("为什么取消？相关的人会收到说明。· Why is it cancelled? Those whose work it was are told.");
    if (reason === null) throw new DOMException("Not cancelled.", "AbortError");
    const request = new Request(input, init);
    const headers = new Headers(request.headers);
    headers.set("X-Reason", encodeURIComponent(reason));
    return browserFetch(new Request(request, { headers }));
  }

  // What is in use is not deleted; Studio says only that it did not work.
  async function tellRefusal(asked) {
    const answer = await asked;
    if (answer.status === 409) say((await answer.clone().json()).detail ?? "");
    return answer;
  }

  // Studio says that it was started, whatever the answer is.
  async function run(input, init) {
    const answer = await browserFetch(input, init);
    if (answer.ok) say("");
    else {
      const told = await answer.clone().json().catch(() => ({}));
      say(told.detail ?? `流程出错停下了。· The workflow has stopped: ${told.workflowState?.incidents?.at(-1)?.message ?? answer.status}`);
    }
    return answer;
  }

  // Studio shows incidents, but has nothing to click that tries the step again.
  async function fetchInstance(input, init, path) {
    const answer = await browserFetch(input, init);
    const isShown = here?.id && path === `/elsa/api/workflow-instances/${encodeURIComponent(here.id)}`;
    if (answer.ok && isShown) faulted.hidden = (await answer.clone().json()).subStatus !== "Faulted";
    return answer;
  }

  async function tryAgain() {
    const answer = await browserFetch(`${api}/alterations/workflows/retry`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ workflowInstanceIds: [here.id] }),
    });
    say(answer.ok ? "" : "没有成功，请稍后再试。· That did not work; try again later.");
    enter(here);
  }

  // The editor does not wait for one save before it begins the next; the next needs the mark that the first comes back with.
  let turn = Promise.resolve();
  function inTurn(work) {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  async function save(request, definitionId) {
    const headers = new Headers(request.headers);
    if (marks.has(definitionId)) headers.set("If-Match", marks.get(definitionId));
    try {
      const answer = await browserFetch(new Request(request, { headers }));
      if (answer.headers.has("ETag")) marks.set(definitionId, answer.headers.get("ETag"));
      if (answer.status === 401)
        say("登录已过期，您的修改还没有保存。请在另一个窗口重新登录。· You are signed out; your changes are not saved yet. Sign in again in another window.");
      else if (answer.status !== 503) say("");
      return answer;
    } catch (error) {
      say("服务器没有应答，您的修改还没有保存。· The server does not answer; your changes are not saved yet.");
      throw error;
    }
  }

  function say(text) {
    unsaved.textContent = text;
    unsaved.hidden = text === "";
  }

  // Studio shows what stopped a publishing; what is only most likely wrong is shown here.
  function tell(findings) {
    warnings.hidden = findings.length === 0;
    const items = findings.map((finding) => Object.assign(document.createElement("li"), { textContent: finding.message }));
    warnings.querySelector("ul").replaceChildren(...items);
  }
  document.getElementById("seen").addEventListener("click", () => { warnings.hidden = true; });
  document.getElementById("try-again").addEventListener("click", tryAgain);
  document.getElementById("reload").addEventListener("click", () => location.reload());
  document.getElementById("overwrite").addEventListener("click", () => {
    for (const definitionId of marks.keys()) marks.set(definitionId, "*");
    conflict.hidden = true;
  });

  // Our own addresses are workflows/ID and instances/ID; Studio itself goes to workflows/definitions/ID/edit and workflows/instances/ID/view.
  function roomOf(path) {
    const parts = path.replace(/^\/studio\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
    if (parts[0] === "workflows" && (parts[1] === "instances" || parts[1] === "definitions")) parts.shift();
    return { kind: parts[0] === "instances" ? "instances" : "workflows", id: parts[1] };
  }

  const addressOf = ({ kind, id }) => `/studio/${kind}${id ? `/${encodeURIComponent(id)}` : ""}`;

  function element({ kind, id }) {
    const workflow = (definitionId) => open({ kind: "workflows", id: definitionId });
    if (kind === "instances" && id) return make("elsa-workflow-instance-viewer", { "instance-id": id }, { editWorkflowDefinition: workflow });
    const instance = (instanceId) => open({ kind: "instances", id: instanceId });
    if (kind === "instances") return make("elsa-workflow-instance-list", {}, { viewWorkflowInstance: instance });
    if (id) return make("elsa-workflow-definition-editor", { "definition-id": id }, {});
    return make("elsa-workflow-definition-list", {}, { editWorkflowDefinition: workflow });
  }

  // Studio takes seconds to start, so rooms change inside of one page. Each has its address all the same.
  const [pushState, replaceState] = [history.pushState.bind(history), history.replaceState.bind(history)];
  let here;

  // Studio must know of the new address, or it would add its own pages and filters to the old one.
  function open(target) {
    if (window.Blazor) Blazor.navigateTo(addressOf(target));
    else pushState(null, "", addressOf(target));
    show(target);
  }

  function show(target) {
    if (here && here.kind === target.kind && here.id === target.id) return;
    enter(target);
  }

  function enter(target) {
    here = target;
    conflict.hidden = warnings.hidden = faulted.hidden = true;
    for (const link of document.querySelectorAll("[data-room]")) link.toggleAttribute("aria-current", link.dataset.room === target.kind);
    const former = room.querySelector(":scope > :not(elsa-backend-provider)");
    const append = () => here === target && room.append(element(target));
    Promise.all([leave(former), target.id && needCodeEditor()]).then(append, () => location.reload());
  }

  // Blazor ends a removed element a second later. Until then it holds places the next one needs (popovers, dialogs), so it is ended at once.
  async function leave(old) {
    if (!old) return;
    old.remove();
    clearTimeout(old._disposalTimeoutHandle);
    old._isDisposed = true;
    await (await old._addRootComponentPromise).dispose();
  }

  // Studio changes the address by itself where it wants another room.
  function followStudio() {
    for (const [name, original] of [["pushState", pushState], ["replaceState", replaceState]]) {
      history[name] = (...rest) => {
        original(...rest);
        // The log of an instance is ours.
        if (location.pathname.endsWith("/diagnostics/structured-logs")) {
          const id = new URLSearchParams(location.search).get("workflowInstanceId");
          return location.replace(`/logs?text=${encodeURIComponent(id)}`);
        }
        const target = roomOf(location.pathname);
        if (location.pathname !== addressOf(target)) replaceState(null, "", addressOf(target));
        show(target);
      };
    }
    addEventListener("popstate", () => show(roomOf(location.pathname)));
    for (const link of document.querySelectorAll("[data-room]")) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open({ kind: link.dataset.room });
      });
    }
  }

  function make(name, attributes, handlers) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    // Blazor makes the elements' properties when it takes them over; what was set before would be lost.
    customElements.whenDefined(name).then(() => Object.assign(made, handlers));
    return made;
  }

  followStudio();
  room.append(make("elsa-backend-provider", { "remote-endpoint": api }, {}));
  show(roomOf(location.pathname));
})();
