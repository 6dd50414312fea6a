/** The path of this app that somebody wanted to see, from `?to=`; home for anything else, such as another site. */
export function wantedPath(search: string): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  const isOwn = /^\/(?![/\\])[^\s\\]*$/.test(to) && !to.startsWith("/sign-in");
  return isOwn ? to : "/";
}

const kept = "showrunner-wanted";

/** Remembers it in this tab, while Trakt's page is shown there. */
export function keepWantedPath(path: string): void {
  try {
    if (path === "/") sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, path);
  } catch {
    // A browser that keeps nothing leads home.
  }
}

/** What was remembered, once. */
export function takeWantedPath(): string | undefined {
  try {
    const path = sessionStorage.getItem(kept);
    sessionStorage.removeItem(kept);
    return path === null ? undefined : wantedPath(`?to=${encodeURIComponent(path)}`);
  } catch {
    return undefined;
  }
}
