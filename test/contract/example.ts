import type { Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import type { World } from "@showrunner/trakt-sandbox/world.ts";
import type { CallInput, Trakt, TraktCalls, TraktSession } from "@showrunner/trakt/client.ts";
import type { Endpoint } from "@showrunner/trakt/contract/endpoint.ts";
import type * as z from "zod";

/** Where an example is played: a sandbox of its own, with people, and the real client calling it over HTTP. */
export interface Stage {
  sandbox: Sandbox;
  world: World;
  /** Calls without a token. */
  trakt: Trakt;
  /** Calls as `ada` (VIP), `ben` (free; ada and he are friends), `cleo` (private) or `dan`. */
  as(username: Cast): TraktSession;
}
export type Cast = "ada" | "ben" | "cleo" | "dan";

/** One call of one endpoint, and what its answer must be: the proof that contract, client and sandbox agree. */
export interface Example {
  endpoint: Endpoint;
  /** What it shows, as the end of a sentence that begins with the endpoint's name. */
  shows: string;
  /** Whose token is sent; none when undefined. */
  as: Cast | undefined;
  play(stage: Stage): Promise<void>;
  /** Makes the same call elsewhere, once the stage is set; whatever it answers must be readable. */
  ask(stage: Stage, elsewhere: TraktCalls): Promise<void>;
}

interface Script<E extends Endpoint, Reply> {
  /** Whose token is sent; none when absent. */
  as?: Cast;
  /** Makes happen what the call is about. */
  before?: (stage: Stage) => void | Promise<void>;
  input: InputOf<E> | ((stage: Stage) => InputOf<E>);
  /** Holds the reply, as the client read it, against what must be there: `expect` inside. */
  then: (reply: Reply, stage: Stage) => void | Promise<void>;
}

type InputOf<E extends Endpoint> = CallInput<E["params"], E["body"]>;

export function example<Params extends z.ZodObject, Body extends z.ZodType | undefined, Reply extends z.ZodType>(
  endpoint: Endpoint<string, Params, Body, Reply>,
  shows: string,
  script: Script<Endpoint<string, Params, Body, Reply>, z.output<Reply>>,
): Example {
  const ask = async (stage: Stage, calls: TraktCalls): Promise<z.output<Reply>> => {
    await script.before?.(stage);
    const { input } = script;
    return await calls.call(endpoint, isMade(input) ? input(stage) : input);
  };
  return {
    endpoint,
    shows,
    as: script.as,
    async play(stage) {
      const reply = await ask(stage, script.as === undefined ? stage.trakt : stage.as(script.as));
      await script.then(reply, stage);
    },
    async ask(stage, elsewhere) {
      await ask(stage, elsewhere);
    },
  };
}

function isMade<Input>(input: Input | ((stage: Stage) => Input)): input is (stage: Stage) => Input {
  return typeof input === "function";
}
