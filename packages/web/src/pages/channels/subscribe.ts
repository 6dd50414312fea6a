/** Why a browser cannot be told by web push, and what to do. */
export interface PushTrouble {
  title: string;
  hint: string;
}

export interface PushSecrets {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** What keeps this browser from web push, as far as that is known before asking it. */
export function pushTroubleOf(browser: {
  isSecure: boolean;
  hasPush: boolean;
  isAppleMobile: boolean;
  permission: NotificationPermission | undefined;
}): PushTrouble | undefined {
  if (!browser.isSecure)
    return {
      title: "Browsers allow this only over https.",
      hint: "Open Showrunner by an https address, or on its own machine at 127.0.0.1. An app such as ntfy works everywhere.",
    };
  if (!browser.hasPush)
    return browser.isAppleMobile
      ? {
          title: "On iPhone and iPad, Showrunner must be on the home screen first.",
          hint: "Tap Share, then Add to Home Screen, open it from there and come back here.",
        }
      : {
          title: "This browser has no web push.",
          hint: "A private window has none either. Try another browser, or a push app such as ntfy.",
        };
  if (browser.permission === "denied")
    return {
      title: "Notifications from this page are blocked.",
      hint: "Open the site settings beside the address, allow Notifications, and reload this page.",
    };
  return undefined;
}

/** What went wrong while subscribing, in words for a person. */
export function refusalOf(error: unknown): PushTrouble {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError")
    return {
      title: "The browser was not allowed to show notifications.",
      hint: "Try again and choose Allow; if it does not ask, allow Notifications in the site settings beside the address.",
    };
  if (name === "AbortError")
    return {
      title: "The browser could not reach its push service.",
      hint: "A private window has none. In Brave, allow Google services for push messaging in its privacy settings. A network may block it, too.",
    };
  return {
    title: "This browser could not be subscribed.",
    hint: error instanceof Error && error.message !== "" ? error.message : "Try again, or choose another channel.",
  };
}

/** base64url, as the server tells its key. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The parts of `PushSubscription.toJSON()` that are kept. Throws when the browser left one out. */
export function secretsOf(subscription: { endpoint?: string; keys?: Record<string, string> }): PushSecrets {
  const { endpoint, keys } = subscription;
  const { p256dh, auth } = keys ?? {};
  if (endpoint === undefined || p256dh === undefined || auth === undefined)
    throw new Error("The browser's subscription is not complete.");
  return { endpoint, keys: { p256dh, auth } };
}

/** Subscribes this browser with the account's public key. Throws what the browser throws. */
export async function subscribe(publicKey: string): Promise<PushSecrets> {
  if ((await Notification.requestPermission()) !== "granted")
    throw new DOMException("Notifications were not allowed.", "NotAllowedError");
  await navigator.serviceWorker.register("/push-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  // A subscription made for another key, such as another account's, stands in the way.
  const former = await pushManager.getSubscription();
  if (former !== null && !isFor(former, options.applicationServerKey)) await former.unsubscribe();
  return secretsOf((await pushManager.subscribe(options)).toJSON());
}

function isFor(subscription: PushSubscription, key: Uint8Array): boolean {
  const { applicationServerKey } = subscription.options;
  if (applicationServerKey === null) return false;
  const theirs = new Uint8Array(applicationServerKey);
  return theirs.length === key.length && theirs.every((byte, index) => byte === key[index]);
}

/** What this browser says of itself. */
export const thisBrowser = (): Parameters<typeof pushTroubleOf>[0] => ({
  isSecure: window.isSecureContext,
  hasPush: "serviceWorker" in navigator && "PushManager" in window && "Notification" in window,
  isAppleMobile: /iPhone|iPad/.test(navigator.userAgent),
  permission: "Notification" in window ? Notification.permission : undefined,
});

/** "Firefox on Linux", as far as it tells. */
export function browserName(userAgent: string): string {
  const maker = [
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ] as const;
  const system = [
    [/iPhone/, "iPhone"],
    [/iPad/, "iPad"],
    [/Android/, "Android"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "Mac"],
    [/Linux/, "Linux"],
  ] as const;
  const browser = maker.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "Browser";
  const machine = system.find(([pattern]) => pattern.test(userAgent))?.[1];
  return machine === undefined ? browser : `${browser} on ${machine}`;
}
