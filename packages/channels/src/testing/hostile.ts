/** A title that tries everything at once: markup of every kind, mentions, a second line, direction marks. */
export const hostileTitle = [
  "<b>bold</b> & <script>alert(1)</script> *_~`|[link](http://evil.example) @everyone <!channel> @room",
  "\r\nX-Injected: yes\u202Eevil\u202C \u0000\u0007",
  '"}],"text":"taken over"',
].join(" ");
