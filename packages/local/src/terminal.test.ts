import { manualClock } from "@showrunner/core/clock.ts";
import type { LogEntry } from "@showrunner/core/log.ts";
import { describe, expect, it } from "vitest";
import { jsonLog, terminalLog } from "./terminal.ts";

const who = { accountId: "acc_1", who: "ann" };
const noon = Date.parse("2026-03-02T12:00:00.000Z");

/** What is printed of these entries, without time and name. */
function printed(entries: readonly LogEntry[], clock = manualClock(noon)): string[] {
  const lines: string[] = [];
  const log = terminalLog({ clock, color: false, print: (line) => lines.push(line) });
  for (const entry of entries) log(entry);
  return lines.map((line) => line.slice("03-02 12:00  ".length).replace(/^(.{7}) {2}ann {15}/, "$1"));
}

type Entry<Kind extends LogEntry["kind"]> = Extract<LogEntry, { kind: Kind }>;

const polled = (entry: Partial<Entry<"polled">>): Entry<"polled"> => ({
  kind: "polled",
  ...who,
  moved: [],
  seeded: [],
  events: 0,
  calls: 1,
  ...entry,
});
const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const changed = (about: string, more: Partial<Entry<"event">> = {}): Entry<"event"> => ({
  kind: "event",
  ...who,
  eventId: "evt_1",
  traceparent,
  type: "episode.scheduled",
  about,
  echo: false,
  ...more,
});
const ran = (outcome: "matched" | "not_matched", reason: string): Entry<"run"> => ({
  kind: "run",
  ...who,
  runId: "run_1",
  eventId: "evt_1",
  traceparent,
  rule: "Mine",
  about: "Andor premieres",
  outcome,
  reason,
});

describe("the lines of the log", () => {
  it("say who, what and when, by this machine's clock", () => {
    const lines: string[] = [];
    const log = terminalLog({ clock: manualClock(noon), color: false, print: (line) => lines.push(line) });
    log(changed("Andor 1×02 watched", { type: "episode.watched" }));
    const time = new Date(noon);
    const two = (number: number) => String(number).padStart(2, "0");
    const here = `${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}`;
    expect(lines).toEqual([`${here}  changed  ann               Andor 1×02 watched  (episode.watched)`]);
  });

  it("count in words, one as one", () => {
    expect(
      printed([
        polled({ moved: ["history"], events: 1, calls: 1 }),
        polled({ moved: ["history", "ratings"], events: 2, calls: 5 }),
        polled({ seeded: ["history"], calls: 2 }),
      ]),
    ).toEqual([
      "polled history moved → 1 change (1 Trakt call)",
      "polled history, ratings moved → 2 changes (5 Trakt calls)",
      "polled first look at history → nothing new (2 Trakt calls)",
    ]);
  });

  it("are left out where they would say nothing: polls without a find, a first look told already", () => {
    const look = polled({ seeded: ["history"], calls: 2 });
    expect(printed([polled({}), polled({ moved: ["history"] }), look, look, { ...look, calls: 3 }])).toHaveLength(1);
  });

  it("show two of a minute's changes of one kind, and how many more there were with the poll that found them", () => {
    const clock = manualClock(noon);
    const many = [1, 2, 3, 4, 5].map((episode) => changed(`Andor 1×0${episode} scheduled`));
    const lines = printed(
      [...many, changed("Seen", { type: "episode.watched" }), polled({ moved: ["calendar"], events: 6, calls: 3 })],
      clock,
    );
    expect(lines).toEqual([
      "changedAndor 1×01 scheduled  (episode.scheduled)",
      "changedAndor 1×02 scheduled  (episode.scheduled)",
      "changedSeen  (episode.watched)",
      "polled calendar moved → 6 changes, 3 of them not shown here (3 Trakt calls)",
    ]);
  });

  it("show a person's changes of another minute again", async () => {
    const clock = manualClock(noon);
    const lines: string[] = [];
    const log = terminalLog({ clock, color: false, print: (line) => lines.push(line) });
    for (let minute = 0; minute < 3; minute++) {
      for (let at = 0; at < 5; at++) log(changed(`Change ${minute}.${at}`));
      await clock.advance(60_000);
    }
    expect(lines).toHaveLength(6);
  });

  it("say why a rule acts or does not, as one sentence, conditions as they were written", () => {
    expect(printed([ran("matched", "It has no conditions"), ran("not_matched", "X.y did not hold: X.y is 1")])).toEqual(
      [
        "rule   Mine: Andor premieres → acts: it has no conditions  [run_1]",
        "rule   Mine: Andor premieres → does not act: X.y did not hold: X.y is 1  [run_1]",
      ],
    );
  });

  it("hold nothing that a terminal would obey, wherever it came from", () => {
    const evil = "Evil \u001b[31mRed\u0007\u009b2J \u202etxt\u2028\r\nsecond line";
    const entries: LogEntry[] = [
      { ...changed(evil), who: evil },
      { ...ran("matched", evil), rule: evil, about: evil },
      { kind: "poll.failed", ...who, feed: null, code: "x.y", message: evil },
      { kind: "connection", ...who, who: evil, state: "refreshed", message: evil },
      { kind: "defect", where: evil, message: evil },
    ];
    const lines: string[] = [];
    const log = terminalLog({ clock: manualClock(noon), color: false, print: (line) => lines.push(line) });
    for (const entry of entries) log(entry);
    expect(lines).toHaveLength(entries.length);
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  });
});

it("as JSON each entry is one object on one line, and nothing in it is for a terminal", () => {
  const lines: string[] = [];
  const log = jsonLog({ clock: manualClock(noon), print: (line) => lines.push(line) });
  const entry = changed("Evil \u001b[31m\u009b2J\u202e\u007f\ntitle");
  log(entry);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  expect(JSON.parse(lines[0] ?? "")).toEqual({ at: "2026-03-02T12:00:00.000Z", ...entry });
});
