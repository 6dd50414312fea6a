/** A price of AWS, in dollars, and the page that it was read from. */
interface Price {
  what: string;
  dollars: number;
  per: number;
  unit: string;
  source: string;
}

const dynamo = "https://aws.amazon.com/dynamodb/pricing/on-demand/";
const lambda = "https://aws.amazon.com/lambda/pricing/";
const million = 1_000_000;

/** On-demand prices of us-east-1 as known in November 2026, without free tiers and discounts. */
export const prices = {
  read: { what: "DynamoDB, read request units", dollars: 0.125, per: million, unit: "units", source: dynamo },
  write: { what: "DynamoDB, write request units", dollars: 0.625, per: million, unit: "units", source: dynamo },
  storage: { what: "DynamoDB, storage", dollars: 0.25, per: 1, unit: "GB-month", source: dynamo },
  backup: { what: "DynamoDB, point-in-time recovery", dollars: 0.2, per: 1, unit: "GB-month", source: dynamo },
  queue: {
    what: "SQS, requests of standard queues, fair between groups (0.40 + 0.10)",
    dollars: 0.5,
    per: million,
    unit: "requests",
    source: "https://aws.amazon.com/sqs/pricing/",
  },
  invocation: { what: "Lambda, invocations", dollars: 0.2, per: million, unit: "invocations", source: lambda },
  compute: { what: "Lambda, time on arm64", dollars: 13.3334, per: million, unit: "GB-s", source: lambda },
  tick: {
    what: "EventBridge Scheduler, invocations",
    dollars: 1,
    per: million,
    unit: "invocations",
    source: "https://aws.amazon.com/eventbridge/pricing/",
  },
  kms: {
    what: "KMS, calls with symmetric keys",
    dollars: 3,
    per: million,
    unit: "calls",
    source: "https://aws.amazon.com/kms/pricing/",
  },
  key: { what: "KMS, keys", dollars: 1, per: 1, unit: "key-month", source: "https://aws.amazon.com/kms/pricing/" },
  gateway: {
    what: "API Gateway, HTTP requests",
    dollars: 1,
    per: million,
    unit: "requests",
    source: "https://aws.amazon.com/api-gateway/pricing/",
  },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof prices;

/** What so much of each costs, in dollars. */
export function dollarsOf(amounts: Partial<Record<Priced, number>>): number {
  return Object.entries(prices).reduce((sum, [name, price]) => {
    const amount = Object.entries(amounts).find(([other]) => other === name)?.[1] ?? 0;
    return sum + (amount * price.dollars) / price.per;
  }, 0);
}
