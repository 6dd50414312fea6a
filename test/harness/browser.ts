import type { Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";

/** A browser that goes where it is sent, keeps cookies, and does not run scripts. */
export class Browser {
  readonly #request: (url: string, init: RequestInit) => Response | Promise<Response>;
  readonly cookies = new Map<string, string>();
  /** The `set-cookie` headers that it was sent. */
  readonly set: string[] = [];

  /** `request` answers without following where it is led. */
  constructor(request: (url: string, init: RequestInit) => Response | Promise<Response>) {
    this.#request = request;
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(url, {}, headers);
  }

  /** Sends a form, or what a page's script sends. */
  send(method: string, url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.#ask(url, { method, body }, headers);
  }

  async #ask(url: string, init: RequestInit, headers: Record<string, string>): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await this.#request(url, {
      ...init,
      headers: { host: new URL(url).host, accept: "text/html", ...(cookie === "" ? {} : { cookie }), ...headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      this.set.push(line);
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Opens the page that leads to Trakt, and returns where it leads. */
  async begin(origin = "http://127.0.0.1:3000"): Promise<string> {
    const answer = await this.get(`${origin}/connect`, { "sec-fetch-site": "none" });
    if (answer.status !== 302) throw new Error(`not led to Trakt: ${answer.status} ${await answer.text()}`);
    return answer.headers.get("location") ?? "";
  }
}

/** Answers Trakt's page as a person would, and returns where the browser is sent. */
export async function atTrakt(
  sandbox: Sandbox,
  authorizeUrl: string,
  answer: "yes" | "no",
  username = "ann",
): Promise<string> {
  const page = await sandbox.fetch(new Request(authorizeUrl));
  const fields = [...(await page.text()).matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
  const form = new URLSearchParams([
    ...fields.map(([, name = "", value = ""]): [string, string] => [name, value.replaceAll("&amp;", "&")]),
    ["username", username],
    ["answer", answer],
  ]);
  const request = new Request(new URL("/oauth/authorize", authorizeUrl), { method: "POST", body: form });
  const sent = await sandbox.fetch(request);
  if (sent.status !== 302) throw new Error(`not sent back: ${sent.status} ${await sent.text()}`);
  return sent.headers.get("location") ?? "";
}

/** What a browser says of a navigation that another site led to. */
export const fromTrakt = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
