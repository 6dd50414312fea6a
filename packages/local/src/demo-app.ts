import { Secret } from "@showrunner/core/secret.ts";

/** The app that the demo is to its sandbox: made up, and known nowhere else. */
export const sandboxApp = { clientId: "showrunner-demo", clientSecret: new Secret("showrunner-demo") };
