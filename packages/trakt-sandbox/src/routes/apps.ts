import type { Behaviour } from "../behaviour.ts";

/** An app that people may be signed in to. */
export interface KnownApp {
  /** What people read. */
  name: string;
  /** Where they may be sent back to, exactly; null: wherever the app asks. */
  redirectUris: readonly string[] | null;
  /** Whether who sends this secret, or none, is the app. */
  proves(secret: string | undefined): boolean;
}

/** Undefined when apps are registered and this is none of them. */
export function knownApp({ apps }: Behaviour, clientId: string): KnownApp | undefined {
  if (clientId === "") return undefined;
  if (apps === null) return { name: clientId, redirectUris: null, proves: () => true };
  const app = Object.hasOwn(apps, clientId) ? apps[clientId] : undefined;
  if (app === undefined) return undefined;
  if (typeof app === "string") return { name: clientId, redirectUris: null, proves: (secret) => secret === app };
  const { name = clientId, redirectUris } = app;
  return { name, redirectUris, proves: (secret) => secret === app.secret };
}

/** Why people cannot be sent back there; undefined when they can. Trakt: authentication and PKCE guides, 2026-10. */
export function wrongRedirect(app: KnownApp, redirectUri: string): string | undefined {
  if (redirectUri === "") return "The app did not say where to send you back to: there is no redirect_uri.";
  if (redirectUri.startsWith("urn:ietf:wg:oauth:2.0:oob")) {
    return "The app asks for a code to copy (oob), which is there no more: it needs a redirect_uri of its own.";
  }
  const url = URL.parse(redirectUri);
  if (url === null) return "The redirect_uri is no address.";
  const isLoopback = url.protocol === "http:" && loopback.has(url.hostname);
  if (url.protocol !== "https:" && !isLoopback) return "The redirect_uri is not https, and not this machine's own.";
  if (url.hash !== "" || url.username !== "") return "The redirect_uri has a fragment, or a name in it.";
  const { redirectUris } = app;
  if (redirectUris === null || redirectUris.includes(redirectUri)) return undefined;
  return "The redirect_uri is none that the app registered.";
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
