import net from "node:net";
import { addressRefusal, type Policy } from "./addresses.ts";
import { dnsLookup, systemLookup, type Answer, type Lookup } from "./lookup.ts";
import { httpPortAllowed, mailPortAllowed } from "./ports.ts";
import { GuardRefusal } from "./refusal.ts";
import { openSocket } from "./socket.ts";

export interface GuardOptions {
  policy: Policy;
  /** Lets `localhost`, 127.0.0.0/8 and ::1 through: for tests, and for a receiver on the same machine. */
  allowLoopback?: boolean | undefined;
  /** How names become addresses; for tests. */
  lookup?: Lookup | undefined;
}

export interface UrlOptions {
  /** Only these hosts, over https on its own port: for chat services, whose hosts are known. */
  hosts?: readonly string[] | undefined;
}

export type UrlCheck =
  | { ok: true; url: URL }
  | {
      ok: false;
      reason: string;
      /** What is wrong: the URL as written, or the place it leads to. */
      about: "form" | "place";
    };

export interface SocketTarget {
  /** A name, or an IP address without brackets. */
  hostname: string;
  port: number;
  signal: AbortSignal;
}

/** What stands between people's URLs and the network: nothing in Showrunner connects to a given host but through it. */
export interface Guard {
  readonly policy: Policy;
  /** Judges a URL by its text alone; what its name resolves to is judged when it is connected to. */
  checkUrl(url: string, options?: UrlOptions): UrlCheck;
  /** Judges a mail server's host and port by their text. */
  checkMailServer(host: string, port: number): UrlCheck;
  /** Opens a TCP connection; rejects with GuardRefusal before a byte is sent when the place is not allowed. */
  connect(target: SocketTarget): Promise<net.Socket>;
}

/** Longer URLs are cut or refused on the way by servers and proxies. */
const maxUrlLength = 2048;

/** Names that public DNS never has: IANA's special-use domain names, and what ICANN keeps undelegated for inside use. */
const insideNames = [
  "localhost",
  "local",
  "internal",
  "home.arpa",
  "lan",
  "home",
  "corp",
  "alt",
  "onion",
  "test",
  "invalid",
];

export function createGuard(options: GuardOptions): Guard {
  const { policy } = options;
  const rules = { policy, allowLoopback: options.allowLoopback ?? false };
  const lookup = options.lookup ?? (policy === "public" ? dnsLookup() : systemLookup);

  const placeRefusal = (hostname: string): string | null => {
    const literal = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
    if (net.isIP(literal) !== 0) return addressRefusal(literal, rules);
    return nameRefusal(hostname, policy, rules.allowLoopback);
  };

  const checkUrl = (text: string, { hosts }: UrlOptions = {}): UrlCheck => {
    const form = (reason: string): UrlCheck => ({ ok: false, reason, about: "form" });
    if (text.length > maxUrlLength) return form(`the URL is longer than ${maxUrlLength} characters`);
    // The URL parser drops or turns these silently; others read them differently.
    if (/[\u0000-\u0020\u007f\\]/.test(text)) return form("the URL holds a space, a control character or a backslash");
    const url = URL.parse(text);
    if (url === null) return form("this is not a URL");
    if (url.protocol !== "https:" && !(url.protocol === "http:" && policy === "lan" && hosts === undefined)) {
      return form(policy === "lan" && hosts === undefined ? "only http:// and https:// URLs" : "only https:// URLs");
    }
    if (url.username !== "" || url.password !== "") return form("a URL may not hold a user name or password");
    if (hosts !== undefined) {
      return hosts.includes(url.hostname) && url.port === ""
        ? { ok: true, url }
        : form(`the URL must begin with https://${hosts.join("/ or https://")}/`);
    }
    const port = portOf(url);
    if (!httpPortAllowed(port, policy)) return form(`port ${port} is not allowed`);
    if (url.hostname.endsWith(".")) return form("the host name ends in a dot");
    const refusal = placeRefusal(url.hostname);
    return refusal === null ? { ok: true, url } : { ok: false, reason: refusal, about: "place" };
  };

  return {
    policy,
    checkUrl,
    checkMailServer: (host, port) => {
      if (!mailPortAllowed(port, policy)) return { ok: false, reason: `port ${port} is not allowed`, about: "form" };
      // One parser for every host: what a URL cannot hold is no host name, and numbers become addresses.
      const url = /[/?#@:\\\s]/.test(host) && net.isIP(host) === 0 ? null : URL.parse(`https://${bracketed(host)}`);
      if (url === null || url.hostname.endsWith(".")) {
        return { ok: false, reason: "this is not a host name", about: "form" };
      }
      const refusal = placeRefusal(url.hostname);
      return refusal === null ? { ok: true, url } : { ok: false, reason: refusal, about: "place" };
    },
    connect: (target) =>
      openSocket(target, {
        refusalOf: (address) => addressRefusal(address, rules),
        resolve: (hostname) => resolveAllowed(hostname, lookup, (address) => addressRefusal(address, rules)),
      }),
  };
}

/** The name's addresses. One that is not allowed spoils all: else an answer could hide a private address among others. */
async function resolveAllowed(
  hostname: string,
  lookup: Lookup,
  refusalOf: (address: string) => string | null,
): Promise<Answer[]> {
  // Copied, so that what was checked is what is connected to.
  const answers = (await lookup(hostname)).map(({ address, family }): Answer => ({ address, family }));
  if (answers.length === 0) throw new Error(`${hostname} has no address`);
  for (const { address } of answers) {
    const refusal = refusalOf(address);
    if (refusal !== null) throw new GuardRefusal(`${hostname} resolves to ${address}: ${refusal}`);
  }
  return answers;
}

function nameRefusal(hostname: string, policy: Policy, allowLoopback: boolean): string | null {
  if (hostname === "localhost" || hostname.endsWith(".localhost")) {
    return allowLoopback ? null : `${hostname} is this machine itself`;
  }
  if (policy === "lan") return null;
  if (!hostname.includes(".")) return `${hostname} is no public name`;
  const inside = insideNames.find((name) => hostname === name || hostname.endsWith(`.${name}`));
  return inside === undefined ? null : `${hostname} is no public name`;
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

function bracketed(host: string): string {
  return net.isIPv6(host) ? `[${host}]` : host;
}
