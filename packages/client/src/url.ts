import { ApiProblem } from "./api-problem.ts";

/** A list is sent as its parameter once for each. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Where an endpoint is asked: `/accounts/:account/rules` with what stands in the path and is asked for. */
export function urlOf(
  baseUrl: string,
  path: string,
  { path: names = {}, query = {} }: { path?: Readonly<Record<string, string>> | undefined; query?: Query | undefined },
): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => segment(name, names[name] ?? ""));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) for (const one of [value].flat()) asked.append(name, String(one));
  const base = baseUrl.replace(/\/+$/, "");
  return `${base}/api/v1${filled}${asked.size === 0 ? "" : `?${asked.toString()}`}`;
}

/** Of these a URL would make another path, however they are written. */
function segment(name: string, value: string): string {
  if (value !== "" && value !== "." && value !== "..") return encodeURIComponent(value);
  throw new ApiProblem({
    status: 404,
    code: `${name}.unknown`,
    detail: `there is no ${name} ${JSON.stringify(value)}`,
    hint: `Say which ${name} is meant.`,
  });
}
