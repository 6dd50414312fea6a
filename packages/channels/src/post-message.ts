import type * as z from "zod";
import type { SendContext, SendReceipt } from "./channel.ts";
import { exchange } from "./exchange.ts";
import type { GuardedAnswer, GuardedRequest } from "./guard/http.ts";
import { ChannelProblem, type ChannelProblemCode } from "./problem.ts";
import { redactor } from "./redact.ts";
import { singleLine, truncate } from "./render.ts";
import { problemOfAnswer } from "./verdict.ts";

const deadlineMs = 10_000;
const maxResponseBytes = 16 * 1024;

/** What a receiver says of a message that it did not take, in its own words. */
export interface Said {
  /** Why, for a person. */
  words?: string | undefined;
  /** When to come back, in ms, where it says so elsewhere than in a header. */
  retryAfterMs?: number | undefined;
  /** What it means where its status alone does not tell; the hint says what to do. */
  means?: { code: ChannelProblemCode; hint: string } | undefined;
}

export interface PostedMessage {
  request: Pick<GuardedRequest, "url" | "hosts" | "headers"> & { method?: "POST" | "PUT"; body: string | Buffer };
  /** What must appear in no error, log or receipt, though the receiver says it back. */
  secrets: readonly string[];
  /** Reads an answer that is no 2xx, or that says no with one. */
  read(answer: GuardedAnswer): Said;
}

/** Sends a message to a service over HTTP, once. Throws ChannelProblem, with the retry verdict. */
export async function postMessage(
  context: Pick<SendContext, "http" | "clock" | "signal">,
  { request, secrets, read }: PostedMessage,
): Promise<SendReceipt> {
  const redact = redactor(secrets);
  const sent = await exchange(
    context,
    {
      ...request,
      method: request.method ?? "POST",
      headers: { "content-type": "application/json", ...request.headers },
      deadlineMs,
      maxResponseBytes,
      signal: context.signal,
    },
    redact,
  );
  const { answer } = sent;
  const { host } = new URL(request.url);
  const { words, retryAfterMs, means } = read(answer);
  const said = words === undefined ? undefined : truncate(redact(singleLine(words)), 200) || undefined;
  const problem = problemOfAnswer({ ...sent, host, nowMs: context.clock.now(), said, retryAfterMs });
  if (means !== undefined) {
    throw new ChannelProblem({
      ...means,
      message: problem?.message ?? `${host} did not take the message${said === undefined ? "" : `: ${said}`}.`,
      status: answer.status,
      exchange: sent.exchange,
    });
  }
  if (problem !== null) throw problem;
  return { detail: `${answer.status} from ${host}`, status: answer.status, exchange: sent.exchange };
}

/** The JSON of an answer as a schema has it; undefined when it is none such. */
export function jsonOf<T>(schema: z.ZodType<T>, answer: GuardedAnswer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(answer.body)).data;
  } catch {
    return undefined;
  }
}
