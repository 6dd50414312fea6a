import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Flow, Scene } from "./event-flows.ts";

type Movie = { type: "movie"; trakt: number };

/** Something for each of the occurrences 0 to 3. */
function four<T>(make: (n: number) => T): (occurrence: number) => T {
  const all = [0, 1, 2, 3].map(make);
  return (occurrence) => {
    const found = all[occurrence];
    if (found === undefined) throw new Error(`there is nothing for occurrence ${occurrence}`);
    return found;
  };
}

const moviesIn = ({ t }: Scene): ((occurrence: number) => Movie) =>
  four((n) => ({ type: "movie", trakt: t.world.addMovie({ title: `Movie ${n}`, released: "2020-01-01" }) }));

const listsIn = ({ t, username }: Scene): ((occurrence: number) => number) =>
  four((n) => t.world.createList(username, { name: `List ${n}` }));

/** Four people whom nobody knows yet. */
const othersIn = ({ t }: Scene): ((occurrence: number) => string) =>
  four((n) => {
    t.world.addPerson({ username: `other-${n}` });
    return `other-${n}`;
  });

function friendIn({ t, username }: Scene): string {
  t.world.addPerson({ username: "bob" });
  t.world.befriend(username, "bob");
  return "bob";
}

/** How the events come about that are found by looking at lists, players and other people. */
export const feedFlows = {
  "playback.paused": {
    prepare: (scene) => {
      const movie = moviesIn(scene);
      return (n) => scene.t.world.pause(scene.username, movie(n), 40);
    },
  },
  "watching.started": {
    prepare: (scene) => {
      const movie = moviesIn(scene);
      return (n) => scene.t.world.startWatching(scene.username, movie(n), 120);
    },
  },
  "watching.ended": {
    phaseMinutes: 12,
    prepare: (scene) => {
      const movie = moviesIn(scene);
      const { t, username } = scene;
      return (n) => {
        t.world.startWatching(username, movie(n), 3);
        if (n === 0) t.world.stopWatching(username);
      };
    },
  },
  "list.item_added": {
    prepare: (scene) => {
      const [movie, list] = [moviesIn(scene), listsIn(scene)];
      return (n) => scene.t.world.listAdd(scene.username, list(n), movie(n));
    },
  },
  "list.item_removed": {
    prepare: (scene) => {
      const { t, username } = scene;
      const [movie, list] = [moviesIn(scene), listsIn(scene)];
      for (const n of [0, 1, 2, 3]) t.world.listAdd(username, list(0), movie(n));
      return (n) => t.world.listRemove(username, list(0), movie(n));
    },
  },
  "list.created": {
    prepare:
      ({ t, username }) =>
      (n) => {
        t.world.createList(username, { name: `List ${n}` });
      },
  },
  "list.updated": {
    prepare: (scene) => {
      const list = listsIn(scene);
      return (n) => scene.t.world.updateList(scene.username, list(n), { name: `Another name ${n}` });
    },
  },
  "list.deleted": {
    prepare: (scene) => {
      const list = listsIn(scene);
      return (n) => scene.t.world.removeList(scene.username, list(n));
    },
  },
  "item.unrated": {
    prepare: (scene) => {
      const { t, username } = scene;
      const movie = moviesIn(scene);
      for (const n of [0, 1, 2, 3]) t.world.rate(username, movie(n), 8);
      return (n) => t.world.unrate(username, movie(n));
    },
  },
  "friend.watched": {
    phaseMinutes: 20,
    prepare: (scene) => {
      const [movie, friend] = [moviesIn(scene), friendIn(scene)];
      return (n) => {
        scene.t.world.watch(friend, movie(n));
      };
    },
  },
  "friend.watching": {
    phaseMinutes: 25,
    prepare: (scene) => {
      const [movie, friend] = [moviesIn(scene), friendIn(scene)];
      return (n) => scene.t.world.startWatching(friend, movie(n), 20);
    },
  },
  "follower.added": {
    prepare: (scene) => {
      const other = othersIn(scene);
      return (n) => {
        scene.t.world.follow(other(n), scene.username);
      };
    },
  },
  "follow.requested": {
    prepare: (scene) => {
      const other = othersIn(scene);
      scene.t.world.setProfile(scene.username, { private: true });
      return (n) => {
        scene.t.world.follow(other(n), scene.username);
      };
    },
  },
  "comment.liked": {
    phaseMinutes: 40,
    stepMinutes: 5,
    prepare: (scene) => {
      const [movie, other] = [moviesIn(scene), othersIn(scene)];
      const comment = scene.t.world.comment(scene.username, movie(0), "What a movie that is, again and again.");
      return (n) => scene.t.world.likeComment(other(n), comment);
    },
  },
} satisfies Partial<Record<EventType, Flow>>;
