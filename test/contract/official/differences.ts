/** Where Trakt, as it was recorded, differs from its official contract, or documents what the contract lacks. */
export const differences: readonly { is: RegExp; why: string }[] = [
  { is: /^GET \/shows\/\{id\}\/progress\/watched reply \/reset_at must/, why: "a time after a reset, or null" },
  { is: /^POST \/users\/hidden\/\{section\} reply \/added must .* 'season'$/, why: "the key is `seasons`" },
  { is: /^POST \/users\/hidden\/\{section\}\/remove reply \/deleted must .* 'episodes'$/, why: "the keys are others" },
  {
    is: /^GET \/users\/hidden\/progress_watched (query|reply) .*\/type must be equal/,
    why: "seasons can be hidden there",
  },
  { is: /^GET \/shows\/\{id\}\/certifications reply {2}must be string$/, why: "its schema was never written" },
  {
    is: /^(GET|DELETE) \/users\/saved_filters.* is not in it$/,
    why: "read and removed by section and id in the reference",
  },
  { is: /^GET \/users\/me\/likes is not in it$/, why: "without a type, both" },
  {
    is: /^GET \/(sync|users\/\{id\})\/(watched|collection)\/[a-z]+ (reply {2}must be object|query \/extended must)/,
    why: "the literal routes are written for the short form alone, `extended=min`",
  },
  {
    is: /GET \/(sync|users\/ben)\/(watched|collection)\/[a-z]+ .*: expected array, received object$/,
    why: "a mock of it gives the short form unasked",
  },
  {
    is: /^POST \/sync\/history body \/[a-z]+\/\*(\/watched_at must match format| must match a schema| must have required)/,
    why: "`released` and `unknown` are no times, but its own text takes them",
  },
  { is: /^GET \/sync\/playback\/\{type\} reply .*('movie'|\/type must be equal.*)$/, why: "episodes are paused, too" },
  {
    is: /query (translations|years|fields|network_ids) is not in it$/,
    why: "a parameter of the reference that the contract leaves out here",
  },
];
