// Switches messages on for this browser: asks its person, gets an address from the browser's maker, and tells the server.
window.threeStepPush = {
  async switchOn(devices) {
    if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return "unknown";
    try {
      if ((await Notification.requestPermission()) !== "granted") return "denied";
      const worker = await navigator.serviceWorker.register("/push-worker.js");
      await navigator.serviceWorker.ready;
      const { publicKey } = await (await fetch(`${devices}/key`)).json();
      const key = Uint8Array.from(atob(publicKey.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
      const former = await worker.pushManager.getSubscription();
      // An address that belongs to other keys of the server is of no use any more.
      if (former && String(new Uint8Array(former.options.applicationServerKey)) !== String(key)) await former.unsubscribe();
      const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const answer = await fetch(devices, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...subscription.toJSON(), expirationTime: undefined, name: this.name() }),
      });
      return answer.ok ? null : "refused";
    } catch {
      return "failed";
    }
  },
  name() {
    const agent = navigator.userAgent;
    const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((each) => agent.includes(each))?.replace("Edg", "Edge") ?? "Browser";
    const system = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"].find((each) => agent.includes(each)) ?? "";
    return `${browser} ${system}`.trim();
  },
};
