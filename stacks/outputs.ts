import { queues } from "./queues.ts";
import { keys } from "./secrets.ts";
import { url } from "./site.ts";
import { table } from "./storage.ts";

/** What a deployment prints, and leaves in `.sst/outputs.json`: where the stage is, for people and for the command line. */
export const outputs = {
  url,
  table: table.name,
  region: aws.getRegionOutput().region,
  tokensKey: keys.tokens.arn,
  channelsKey: keys.channels.arn,
  queues: {
    PollJobs: queues.PollJobs.queue.url,
    ChangeEvents: queues.ChangeEvents.queue.url,
    TraktWrites: queues.TraktWrites.queue.url,
    Deliveries: queues.Deliveries.queue.url,
  },
  deadLetters: {
    PollJobs: queues.PollJobs.deadLetters.url,
    ChangeEvents: queues.ChangeEvents.deadLetters.url,
    TraktWrites: queues.TraktWrites.deadLetters.url,
    Deliveries: queues.Deliveries.deadLetters.url,
  },
};
