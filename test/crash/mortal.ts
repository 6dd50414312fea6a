import type { Queue, QueueReceiver } from "@showrunner/core/ports/queue.ts";
import type { Store } from "@showrunner/core/ports/store.ts";
import type { Services } from "@showrunner/services/context.ts";
import type { Trakt, TraktCalls } from "@showrunner/trakt/client.ts";

/** What every operation of a dead worker ends in. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** One operation of a worker. Only those that may change something have a number, from 1 on. */
export interface Step {
  number: number | null;
  /** `put ACTION#…`, `send Deliveries`, `POST /sync/history` … */
  what: string;
}

/**
 * Asked at each operation, before it happens and again when it has happened and the worker has not been told yet: to
 * kill the worker there, or to keep it waiting.
 */
export type Fate = (moment: "before" | "after", step: Step) => "die" | undefined | Promise<void>;

/** A worker that can be killed between any two operations, as SIGKILL would: nothing of it happens after that. */
export interface Mortal {
  ctx: Services;
  receiver: QueueReceiver;
  /** The operations with a number so far. */
  steps: readonly string[];
  isDead(): boolean;
  /** Resolves when nothing that it began is under way: what it had sent before it died has arrived. */
  atRest(): Promise<void>;
}

/** Puts a worker between the services and their drivers. Reads have no number: dying around one leaves nothing of its own. */
export function mortal(plain: Services, receiver: QueueReceiver, fate: Fate = () => undefined): Mortal {
  const steps: string[] = [];
  let dead = false;
  let underWay = 0;
  const resting: (() => void)[] = [];

  const meet = async (moment: "before" | "after", step: Step): Promise<void> => {
    const verdict = dead ? undefined : fate(moment, step);
    if (verdict === "die") dead = true;
    else if (verdict !== undefined) await verdict;
    if (dead) throw new Killed(`killed ${moment} ${step.what}`);
  };
  const run = async <T>(step: Step, work: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      await meet("before", step);
      const result = await work();
      await meet("after", step);
      return result;
    } catch (error) {
      throw dead ? new Killed(`killed at ${step.what}`, { cause: error }) : error;
    } finally {
      underWay -= 1;
      if (underWay === 0) for (const rest of resting.splice(0)) rest();
    }
  };
  const change = <T>(what: string, work: () => Promise<T>): Promise<T> => {
    if (dead) return Promise.reject(new Killed(`killed before ${what}`));
    return run({ number: steps.push(what), what }, work);
  };
  const look = <T>(what: string, work: () => Promise<T>): Promise<T> => run({ number: null, what }, work);

  const store: Store = {
    get: (key) => look(`get ${key.sk}`, () => plain.store.get(key)),
    getMany: (keys) => look("getMany", () => plain.store.getMany(keys)),
    put: (item, condition) => change(`put ${item.sk}`, () => plain.store.put(item, condition)),
    delete: (key, condition) => change(`delete ${key.sk}`, () => plain.store.delete(key, condition)),
    query: (query) => look(`query ${query.pk}`, () => plain.store.query(query)),
    queryIndex: (query) => look(`query ${query.gsi1pk}`, () => plain.store.queryIndex(query)),
  };
  const queue: Queue = {
    send: (name, messages) => change(`send ${name}`, () => plain.queue.send(name, messages)),
  };
  const mortalReceiver: QueueReceiver = {
    receive: async (name, options) => {
      // An empty receive changes nothing, and there are many.
      const { visible } = await look(`depth ${name}`, () => receiver.depth(name));
      return visible === 0 ? [] : await change(`receive ${name}`, () => receiver.receive(name, options));
    },
    delete: (name, receipts) => change(`acknowledge ${name}`, () => receiver.delete(name, receipts)),
    release: (name, receipts, at) => change(`release ${name}`, () => receiver.release(name, receipts, at)),
    bury: (name, receipts) => change(`bury ${name}`, () => receiver.bury(name, receipts)),
    redrive: (name, limit) => change(`redrive ${name}`, () => receiver.redrive(name, limit)),
    depth: (name) => look(`depth ${name}`, () => receiver.depth(name)),
    dead: (name, limit) => look(`dead ${name}`, () => receiver.dead(name, limit)),
  };
  async function* stepwise<T>(path: string, iterable: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = iterable[Symbol.asyncIterator]();
    for (;;) {
      const step = await look(`GET ${path}`, () => iterator.next());
      if (step.done === true) return;
      yield step.value;
    }
  }
  const callsOf = (calls: TraktCalls): TraktCalls => ({
    call: (endpoint, input, options) => {
      const what = `${endpoint.method} ${endpoint.path}`;
      const work = () => calls.call(endpoint, input, options);
      return endpoint.method === "GET" ? look(what, work) : change(what, work);
    },
    pages: (endpoint, input, options) => stepwise(endpoint.path, calls.pages(endpoint, input, options)),
    items: (endpoint, input, options) => stepwise(endpoint.path, calls.items(endpoint, input, options)),
    readWhole: (endpoint, input, options) =>
      look(`GET ${endpoint.path}`, () => calls.readWhole(endpoint, input, options)),
  });
  const { oauth } = plain.trakt;
  const trakt: Trakt = {
    ...plain.trakt,
    ...callsOf(plain.trakt),
    as: (person) => {
      const session = plain.trakt.as(person);
      return { ...session, ...callsOf(session) };
    },
    oauth: {
      ...oauth,
      refresh: (...input) => change("POST /oauth/token", () => oauth.refresh(...input)),
      revoke: (...input) => change("POST /oauth/revoke", () => oauth.revoke(...input)),
    },
  };
  const { http, mail } = plain.outbound;
  const ctx: Services = {
    ...plain,
    store,
    queue,
    trakt,
    outbound: {
      mail,
      http: { ...http, request: (request) => change(`${request.method} webhook`, () => http.request(request)) },
    },
    log: (entry) => {
      if (!dead) plain.log(entry);
    },
  };

  return {
    ctx,
    receiver: mortalReceiver,
    steps,
    isDead: () => dead,
    atRest: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => resting.push(resolve))),
  };
}
