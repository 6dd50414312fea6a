// Shows what Showrunner sends to this browser by web push, also while no page of it is open.
self.addEventListener("push", (event) => {
  const { title = "Showrunner", body = "", tag, url } = messageOf(event.data);
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, icon: "/icon.svg", badge: "/icon.svg", data: { url } }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url ?? "/inbox"));
});

/** Browsers want something shown for each message, even for one that cannot be read. */
function messageOf(data) {
  try {
    return data?.json() ?? {};
  } catch {
    return {};
  }
}

/** A page of ours that is open already is used again. */
async function open(url) {
  const target = new URL(url, self.location.origin);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const ours = target.origin === self.location.origin ? pages.find((page) => "navigate" in page) : undefined;
  if (ours === undefined) return await self.clients.openWindow(target.href);
  await ours.focus();
  return await ours.navigate(target.href);
}
