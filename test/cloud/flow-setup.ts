import { noDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { afterAll, beforeEach } from "vitest";
import { endAws } from "./aws-of-this-machine.ts";
import { reasonForOneMachine } from "./one-machine-only.ts";

/** What each file of flows has around it when it runs in the cloud's world. */
beforeEach(({ task, skip }) => {
  const reason = noDynamoLocal ?? reasonForOneMachine(task.file.name, task.name);
  if (reason !== undefined) skip(reason);
});
afterAll(endAws);
