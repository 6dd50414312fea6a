/** Where Trakt, as it was recorded, differs from its official contract, or documents what the contract lacks. */
export const differences: readonly { is: RegExp; why: string }[] = [
  { is: /^GET \/shows\/\{id\}\/progress\/watched reply \/reset_at must/, why: "a time after a reset, or null" },
  { is: /^POST \/users\/hidden\/\{section\} reply \/added must .* 'season'$/, why: "the key is `seasons`" },
  { is: /^POST \/users\/hidden\/\{section\}\/remove reply \/deleted must .* 'episodes'$/, why: "the keys are others" },
  { is: /^GET \/users\/hidden\/\{section\} reply .*\/type must be equal/, why: "seasons are hidden from progress" },
  { is: /^GET \/shows\/\{id\}\/certifications reply {2}must be string$/, why: "its schema was never written" },
  {
    is: /^(GET|DELETE) \/users\/saved_filters.* is not in it$/,
    why: "read and removed by section and id in the reference",
  },
  {
    is: /^POST \/sync\/history body .*(watched_at must match format|movies\/\* must )/,
    why: "`released` and `unknown` are moments, too",
  },
  { is: /^GET \/sync\/playback\/\{type\} reply .*(type must be equal|'movie')/, why: "episodes are paused, too" },
  { is: /^GET \/users\/me\/likes is not in it$/, why: "without a type, both" },
  {
    is: /query (translations|years|fields|network_ids) is not in it$/,
    why: "a parameter of the reference that the contract leaves out here",
  },
];
