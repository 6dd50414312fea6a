interface Friend {
  username: string;
  watching: unknown;
  watched: readonly { watched_at: string }[];
}

/** Who watches something now comes first, then who watched last; who shows nothing comes last, by name. */
export function inOrder<One extends Friend>(friends: readonly One[]): One[] {
  const lastMs = ({ watched }: One): number => Math.max(0, ...watched.map((play) => Date.parse(play.watched_at)));
  return friends.toSorted(
    (one, other) =>
      Number(other.watching !== null) - Number(one.watching !== null) ||
      lastMs(other) - lastMs(one) ||
      one.username.localeCompare(other.username),
  );
}
