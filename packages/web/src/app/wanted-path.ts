/** The path of this app that somebody wanted to see, from `?to=`; home for anything else, such as another site. */
export function wantedPath(search: string): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  const isOwn = /^\/(?![/\\])[^\s\\]*$/.test(to) && !to.startsWith("/sign-in");
  return isOwn ? to : "/";
}
