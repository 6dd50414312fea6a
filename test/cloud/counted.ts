import type { Store } from "@showrunner/core/ports/store.ts";
import type { SqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import type { DatabaseCounts } from "@showrunner/storage/sqlite/database.ts";

/** What was asked of a store and its queues since the last `reset`. */
export interface Counted {
  store: Store;
  queue: SqsQueue;
  counts(): DatabaseCounts;
  reset(): void;
}

export function counted(store: Store, queue: SqsQueue): Counted {
  let reads = 0;
  let writes = 0;
  let queueWrites = 0;
  return {
    store: {
      get: (key) => ((reads += 1), store.get(key)),
      getMany: (keys) => ((reads += keys.length), store.getMany(keys)),
      query: (query) => ((reads += 1), store.query(query)),
      queryIndex: (query) => ((reads += 1), store.queryIndex(query)),
      put: (item, condition) => ((writes += 1), store.put(item, condition)),
      delete: (key, condition) => ((writes += 1), store.delete(key, condition)),
    },
    queue: {
      ...queue,
      send: (name, messages) => ((queueWrites += messages.length), queue.send(name, messages)),
      release: (name, receipts, visibleAt) => (
        (queueWrites += receipts.length),
        queue.release(name, receipts, visibleAt)
      ),
      buryWithReason: (name, doomed) => ((queueWrites += doomed.length), queue.buryWithReason(name, doomed)),
    },
    // Each write is a commit of its own.
    counts: () => ({ reads, writes, commits: writes, queueWrites }),
    reset: () => {
      reads = 0;
      writes = 0;
      queueWrites = 0;
    },
  };
}
