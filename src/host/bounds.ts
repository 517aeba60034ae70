import { type Event, LONGEST_TEXT } from '../model/event.ts';

/** Longest words beside a file and longest token of a button, in UTF-16 units; platforms allow about 1,000 and 64. */
const LONGEST_CAPTION = 1024;
const LONGEST_TOKEN = 300;
/** Longest words of ours that somebody quotes, in UTF-16 units: a question with its help. */
const LONGEST_QUOTE = 4096;

/** One more than may be read: it stays visible that there was more. */
const cut = (text: string): string => text.slice(0, LONGEST_TEXT + 1);

/** An event whose texts are no longer than anything here reads; the first thing that happens to it. */
export const bounded = (event: Event): Event => {
  const { body } = event;
  switch (body.kind) {
    case 'text': {
      const { quotes } = body;
      const short = body.text.length <= LONGEST_TEXT && (quotes?.length ?? 0) <= LONGEST_QUOTE;
      return short
        ? event
        : {
            ...event,
            body: {
              ...body,
              text: cut(body.text),
              ...(quotes === undefined ? {} : { quotes: quotes.slice(0, LONGEST_QUOTE) }),
            },
          };
    }
    case 'edited':
      return body.text.length <= LONGEST_TEXT ? event : { ...event, body: { ...body, text: cut(body.text) } };
    case 'file':
    case 'unread':
      return body.caption === undefined || body.caption.length <= LONGEST_CAPTION
        ? event
        : { ...event, body: { ...body, caption: body.caption.slice(0, LONGEST_CAPTION) } };
    case 'press':
      return body.token.length <= LONGEST_TOKEN
        ? event
        : { ...event, body: { ...body, token: body.token.slice(0, LONGEST_TOKEN) } };
    case 'form':
      return {
        ...event,
        body: {
          ...body,
          values: Object.fromEntries(Object.entries(body.values).map(([id, value]) => [id, cut(value)])),
        },
      };
    default:
      return event;
  }
};
