import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";

export const howToName = "Name people as their address at Trakt does: trakt.tv/users/<this>.";

/** How Trakt's addresses name a person: in lower case, with hyphens for dots and spaces. */
export const slugOf = (username: string): string => username.toLowerCase().replaceAll(/[. ]+/g, "-");

/** Whether a name means the person whose account it is. */
export function isOwn(account: Pick<Account, "username">, user: string): boolean {
  const slug = slugOf(user);
  return slug === "me" || slug === slugOf(account.username);
}

/**
 * Reads something of a person by their slug. Throws Problem `person.unknown` where Trakt knows nobody of that name, and
 * `person.private` where they show it only to those whom they chose.
 */
export async function readOf<T>(user: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    if (!(error instanceof TraktError) || user === "me") throw error;
    if (error.kind === "not_found")
      throw new Problem({
        code: "person.unknown",
        message: `Trakt knows nobody called "${user}"`,
        hint: howToName,
      });
    if (error.kind === "private" || error.kind === "forbidden")
      throw new Problem({
        code: "person.private",
        message: `the profile of "${user}" is private`,
        hint: "Trakt shows it to those whom they let follow them: follow them at Trakt, and wait until they agree.",
      });
    throw error;
  }
}
