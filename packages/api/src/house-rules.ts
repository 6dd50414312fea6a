import type { HouseRules } from "@showrunner/services/accounts/registration.ts";
import type { ApiOptions } from "./api-options.ts";

/** Who may connect an account that is new here; whoever runs the place always may. */
export function houseRules({ registration = "open", allowed = [], operators = [] }: ApiOptions): HouseRules {
  return { registration, allowed: [...allowed, ...operators] };
}
