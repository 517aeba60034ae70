/** Deepest nesting of a body we read; Feishu's own are below ten. */
const maxDepth = 32;

interface Frame {
  readonly keys: Set<string> | null;
  expectsKey: boolean;
}

const stringEnd = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
};

/**
 * Duplicate keys, `__proto__` and deep nesting pass JSON.parse but mean different things to different readers.
 * One pass, before anything is parsed, so that a hostile body costs no stack.
 */
const isPlain = (text: string): boolean => {
  const frames: Frame[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const top = frames[frames.length - 1];
    switch (text[at]) {
      case '"': {
        const end = stringEnd(text, at);
        if (end < 0) return false;
        if (top?.keys && top.expectsKey) {
          const key = decodeKey(text.slice(at, end + 1));
          if (key === null || key === '__proto__' || top.keys.has(key)) return false;
          top.keys.add(key);
          top.expectsKey = false;
        }
        at = end;
        break;
      }
      case '{':
        frames.push({ keys: new Set(), expectsKey: true });
        break;
      case '[':
        frames.push({ keys: null, expectsKey: false });
        break;
      case '}':
      case ']':
        frames.pop();
        break;
      case ',':
        if (top?.keys) top.expectsKey = true;
        break;
      default:
    }
    if (frames.length > maxDepth) return false;
  }
  return true;
};

const decodeKey = (quoted: string): string | null => {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
};

/** The value of a JSON text that can be read in one way only, or null. (No body of Feishu is the value `null`.) */
export const parseStrictJson = (text: string): unknown => {
  if (!isPlain(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};

/** The same over raw bytes, which must be UTF-8 without a byte order mark. */
export const parseStrictBytes = (bytes: Uint8Array): unknown => {
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return null;
  }
};
