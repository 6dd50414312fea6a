/** What senders of webhooks write, as their own documents and recordings have it; people and machines are made up. */

export interface Ids {
  imdb: string;
  tmdb: number;
  tvdb: number;
}

/** Plex sends a form: the JSON in `payload`, a picture beside it. */
export function plexForm(
  payload: unknown,
  boundary = "------------------------d74496d66958873e",
): {
  headers: Record<string, string>;
  body: Buffer<ArrayBuffer>;
} {
  const part = (name: string, rest: string, content: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n`),
      content,
      Buffer.from("\r\n"),
    ]);
  const json = Buffer.from(JSON.stringify(payload));
  const picture = Buffer.alloc(90_000, 0xd8);
  const body = Buffer.concat([
    part("payload", "\r\nContent-Type: application/json", json),
    part("thumb", '; filename="thumb.jpg"\r\nContent-Type: image/jpeg', picture),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { headers: { "content-type": `multipart/form-data; boundary=${boundary}` }, body };
}

export const plexEpisode = (event: string, ids: Ids) => ({
  event,
  user: true,
  owner: true,
  Account: { id: 1, thumb: "https://plex.tv/users/1022b120ffbaa/avatar?c=1465525047", title: "ann" },
  Server: { title: "Office", uuid: "54664a3d8acc39983675640ec9ce00b70af9cc36" },
  Player: { local: true, publicAddress: "203.0.113.5", title: "Living room TV", uuid: "r6yfkdnfggbh2bdnvkffwbms" },
  Metadata: {
    librarySectionType: "show",
    ratingKey: "1936545",
    key: "/library/metadata/1936545",
    parentRatingKey: "1936544",
    grandparentRatingKey: "1936543",
    guid: "plex://episode/5d9c1275e98e47001eb84029",
    librarySectionTitle: "TV Shows",
    librarySectionID: 2,
    type: "episode",
    title: "Second",
    grandparentTitle: "A Show",
    parentTitle: "Season 1",
    index: 2,
    parentIndex: 1,
    year: 2024,
    viewOffset: 2_400_000,
    addedAt: 1_700_000_000,
    Guid: [{ id: `imdb://${ids.imdb}` }, { id: `tmdb://${ids.tmdb}` }, { id: `tvdb://${ids.tvdb}` }],
  },
});

/** Of the agents that Plex had before 2020. */
export const plexOldEpisode = (tvdbOfShow: number) => {
  const payload = plexEpisode("media.scrobble", { imdb: "tt0000001", tmdb: 1, tvdb: 1 });
  const { Guid: _new, ...old } = payload.Metadata;
  return { ...payload, Metadata: { ...old, guid: `com.plexapp.agents.thetvdb://${tvdbOfShow}/1/2?lang=en` } };
};

const jellyfinServer = {
  ServerId: "a2f3d1c4b5e64f7a8b9c0d1e2f3a4b5c",
  ServerName: "cellar",
  ServerVersion: "10.10.7",
  ServerUrl: "http://192.0.2.10:8096",
  Timestamp: "2026-03-02T13:00:00.0000000+01:00",
  UtcTimestamp: "2026-03-02T12:00:00.0000000Z",
  NotificationUsername: "ann",
  UserId: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
  DeviceName: "Firefox",
  ClientName: "Jellyfin Web",
};

export const jellyfinMovie = (type: string, ids: Ids, more: Record<string, unknown> = {}) => ({
  ...jellyfinServer,
  NotificationType: type,
  Name: "A Movie",
  Overview: "Somebody does something.",
  Tagline: "",
  ItemId: "5f4dcc3b5aa765d61d8327deb882cf99",
  ItemType: "Movie",
  Year: 2020,
  RunTimeTicks: 54_000_000_000,
  RunTime: "01:30:00",
  Provider_tmdb: String(ids.tmdb),
  Provider_imdb: ids.imdb,
  PlaybackPositionTicks: 53_000_000_000,
  PlaybackPosition: "01:28:20",
  IsPaused: false,
  PlayedToCompletion: true,
  ...more,
});

export const embyEpisode = (event: string, ids: Ids, completed: boolean) => ({
  Title: "ann has finished playing A Show - S1, Ep2 - Second on Chrome",
  Description: "Monday, 2 March 2026 12:00",
  Date: "2026-03-02T12:00:00.1234567Z",
  Event: event,
  Severity: "Info",
  User: { Name: "ann", Id: "aac3a78d9f184ea480fb1629e76aad57" },
  Item: {
    Name: "Second",
    ServerId: "15596ac9bbc24127b9f01db6f33630c7",
    Id: "4916",
    Type: "Episode",
    SeriesName: "A Show",
    SeriesId: "4910",
    ParentIndexNumber: 1,
    IndexNumber: 2,
    ProductionYear: 2024,
    RunTimeTicks: 24_000_000_000,
    ProviderIds: { Tvdb: String(ids.tvdb), Imdb: ids.imdb, Tmdb: String(ids.tmdb) },
  },
  Server: { Name: "attic", Id: "15596ac9bbc24127b9f01db6f33630c7", Version: "4.8.11.0" },
  Session: { RemoteEndPoint: "192.0.2.20", Client: "Emby Web", DeviceName: "Chrome", Id: "d6e1" },
  PlaybackInfo: { PlayedToCompletion: completed, PositionTicks: 23_900_000_000, PlaylistIndex: 0, PlaylistLength: 1 },
});

/** The operator writes the template; empty where Tautulli knows nothing. */
export const tautulliEpisode = (action: string, show: Ids) => ({
  action,
  media_type: "episode",
  title: "A Show - Second",
  show_name: "A Show",
  episode_name: "Second",
  season_num: "1",
  episode_num: "2",
  year: "2024",
  user: "ann",
  player: "Living room TV",
  imdb_id: show.imdb,
  thetvdb_id: String(show.tvdb),
  themoviedb_id: "",
});
