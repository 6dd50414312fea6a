/** What SST links to functions and the stacks set, made up: handlers refuse to be loaded without. */
export function linkMadeUpResources(): void {
  const queues = ["PollJobs", "ChangeEvents", "TraktWrites", "Deliveries"].flatMap((name) => [name, `${name}Dlq`]);
  const links: Record<string, Record<string, string>> = {
    App: { name: "showrunner", stage: "test" },
    Table: { name: "made-up" },
    ...Object.fromEntries(queues.map((name) => [name, { url: `http://127.0.0.1:9/000000000000/${name}` }])),
    TraktClientId: { value: "test-app" },
    TraktClientSecret: { value: "test-app-secret" },
    OperatorPassword: { value: operatorPassword },
  };
  for (const [name, link] of Object.entries(links)) process.env[`SST_RESOURCE_${name}`] = JSON.stringify(link);
  process.env["TOKENS_KEY_ID"] = "made-up-tokens-key";
  process.env["CHANNELS_KEY_ID"] = "made-up-channels-key";
}

export const operatorPassword = "made-up-operator-password";
