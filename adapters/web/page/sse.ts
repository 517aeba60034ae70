/** One event of an event stream (html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface ServerEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

const eventOf = (block: string): ServerEvent | null => {
  let id: string | null = null;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  }
  return data.length === 0 ? null : { id, event, data: data.join('\n') };
};

/** Split what came so far into whole events and the unfinished rest. Lines end with LF, as our server writes them. */
export const takeEvents = (text: string): { readonly events: ServerEvent[]; readonly rest: string } => {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  return { events: blocks.map(eventOf).filter(event => event !== null), rest };
};
