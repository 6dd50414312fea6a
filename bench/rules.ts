import { definitionOf, type EventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { compileRule } from "@showrunner/rules/compile.ts";
import { compileConditions } from "@showrunner/rules/conditions/condition.ts";
import { contextMaker } from "@showrunner/rules/conditions/environment.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import { exampleFacts, progressOf } from "@showrunner/rules/testing/examples.ts";
import { filledIn } from "@showrunner/rules/testing/filled-in.ts";
import { atItsTime } from "@showrunner/rules/timing.ts";
import { type EvaluateInput, valueOf } from "@showrunner/rules/word.ts";
import { type Figure, median, readable } from "./numbers.ts";

const howMany = 20;
const rounds = 31;
const lapsPerRound = 300;
const aim = 0.5;
/** Different rules that are read, checked and thrown away again. */
const strangers = 4_000;

const drop = [{ do: "drop" as const, item: "show" as const }];
const tell = [
  { do: "notify" as const, channel: "inbox", title: "{{ show.title }}", body: "{{ event.time | date: '%H:%M' }}" },
];

/** What people write besides the recipes. */
const typical: readonly RuleDefinition[] = [
  {
    name: "Not watched on",
    when: { event: "episode.watched" },
    if: ["show.rating < 6.5", "progress.percent < 20", '!("documentary" in show.genres)'],
    then: drop,
  },
  {
    name: "New drama",
    when: { event: "show.premiering", scope: "all" },
    if: ['show.genres.exists(genre, genre in ["drama", "crime"])', "show.year >= 2025 && known(show.network)"],
    then: [{ do: "watchlist.add" }],
  },
  {
    name: "Tonight",
    when: { event: "episode.airing" },
    if: ["episode.season > 0", 'show.network in ["HBO", "BBC One"] || show.rating >= 7.0', "progress.behind < 5"],
    then: tell,
  },
  {
    name: "Everything rated",
    when: { event: "item.rated" },
    if: "rating >= 9",
    then: [{ do: "list.add", list: "Best" }],
  },
  {
    name: "Long enough for an evening",
    when: { event: "watchlist.item_added" },
    if: ['item_type == "movie"', "movie.runtime >= 90.0 && movie.runtime <= 150.0"],
    then: tell,
  },
  {
    name: "Caught up with something good",
    when: { event: "show.caught_up" },
    if: ["show.rating >= 8.0 && show.votes > 50", 'show.status == "returning series"'],
    then: tell,
  },
  {
    name: "Finales of the week",
    when: { event: "episode.airing" },
    if: ["progress.started", "progress.behind <= 1", 'show.country in ["us", "gb"] || show.language == "en"'],
    then: tell,
  },
  {
    name: "Old movies",
    when: { event: "movie.watched" },
    if: ["movie.year < 1990", 'movie.genres.exists(genre, genre == "thriller")'],
    then: [{ do: "list.add", list: "Classics" }],
  },
  {
    name: "Season done",
    when: { event: "season.completed" },
    if: "season.number > 1 && progress.percent >= 50",
    then: tell,
  },
  {
    name: "Given up",
    when: { event: "show.dropped" },
    if: 'show.rating >= 7.5 && "drama" in show.genres',
    then: [{ do: "list.add", list: "Another chance" }],
  },
];

interface Case {
  evaluate(): unknown;
  /** The same conditions, with variables that are there already, until one does not hold. */
  bare(): unknown;
}

/** Rules as people have them, each on an event of its type, with trace, beside their conditions alone. */
export async function measureRules(): Promise<Figure[]> {
  const cases = [...typical, ...filledIn()]
    .filter((rule) => rule.if !== undefined && rule.if.length > 0)
    .slice(0, howMany)
    .map(caseOf);
  const times = { ours: [0], bare: [0] };
  const lap = (which: "evaluate" | "bare"): number => {
    const startedAt = performance.now();
    for (let at = 0; at < lapsPerRound; at++) for (const one of cases) one[which]();
    return ((lapsPerRound * cases.length) / (performance.now() - startedAt)) * 1000;
  };
  lap("evaluate");
  lap("bare");
  for (let round = 0; round < rounds; round++) {
    times.ours[round] = lap("evaluate");
    times.bare[round] = lap("bare");
  }
  const share = median(times.ours.map((ours, round) => ours / (times.bare[round] ?? Number.NaN)));
  const heap = await heapOfStrangers();
  return [
    {
      what: `evaluations of ${cases.length} rules with trace, one core`,
      value: `${readable(median(times.ours))}/s, ${readable(share * 100)} % of the floor`,
      floor: `CEL alone: ${readable(median(times.bare))}/s`,
      aim: `≥ ${aim * 100} %`,
      met: share >= aim,
    },
    {
      what: `heap after ${strangers.toLocaleString("en")} different rules, and as many more`,
      value: heap.map((bytes) => `${readable(bytes / 1e6)} MB`).join(", "),
      aim: "flat",
      met: (heap[1] ?? Infinity) < (heap[0] ?? 0) + 3e6,
    },
  ];
}

function caseOf(definition: RuleDefinition): Case {
  const rule = compileRule(definition);
  const input = inputOf(rule.types[0] ?? "episode.watched", rule);
  const { conditions } = compileConditions(
    [definition.if ?? []].flat().map((text) => ({ path: "if", text })),
    rule.types,
  );
  const words = new Set(conditions.flatMap((one) => [...one.words]));
  const context = contextMaker(words)((word) => valueOf(word, input));
  return {
    evaluate: () => rule.evaluate(input),
    bare: () => {
      try {
        for (const { program } of conditions) if (program(context) !== true) return false;
        return true;
      } catch {
        // A name that is not known.
        return false;
      }
    },
  };
}

function inputOf(type: EventType, { scope, timing }: ReturnType<typeof compileRule>): EvaluateInput {
  const event: ChangeEvent = {
    specversion: "1.0",
    id: "evt_bench",
    source: "https://showrunner.example",
    type,
    subject: "show:1390",
    time: "2026-11-22T02:00:00.000Z",
    recordedtime: "2026-11-22T02:01:00.000Z",
    traceparent: "00-00000000000000000000000000000001-0000000000000001-01",
    accountid: "acc_bench",
    data: { ...atItsTime(timing, definitionOf(type).example), ...(scope === null ? {} : { scope }) },
  };
  const movie = { ...exampleFacts, released: "2026-11-20" };
  return {
    event,
    facts: { show: exampleFacts, movie, progress: progressOf(10, 9) },
    now: Date.parse("2026-11-22T12:00:00Z"),
  };
}

async function heapOfStrangers(): Promise<number[]> {
  const heap: number[] = [];
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < strangers; at++)
      caseOf({
        name: `Rule ${round} ${at}`,
        when: { event: "episode.airing" },
        if: `show.votes > ${round * strangers + at} || show.title == "title ${round} ${at}"`,
        then: [{ do: "notify", channel: "inbox", title: `{{ show.title }} ${round} ${at}`, body: "b" }],
      }).evaluate();
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    heap.push(process.memoryUsage().heapUsed);
  }
  return heap;
}
