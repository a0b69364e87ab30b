// Shows messages while no page is open, and opens the page that one is about.
self.addEventListener("push", (event) => {
  const message = event.data?.json() ?? {};
  event.waitUntil(self.registration.showNotification(message.title ?? "ThreeStep", {
    body: message.body,
    tag: message.tag,
    icon: "/favicon.svg",
    data: { url: message.url ?? "/" },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  // A page of this server and of no other, whatever the message says.
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((pages) => {
    const open = pages.find((page) => page.url === url.href);
    return open ? open.focus() : self.clients.openWindow(url.href);
  }));
});
