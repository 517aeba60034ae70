import type { FormView } from '../../../src/model/form-view.ts';
import type { Choice } from '../../../src/model/message.ts';
import type { Said, Seat, StreamEntry, WireFile, WireMessage } from '../wire.ts';
import { newEventId, request, sendJson, wordsOf } from './api.ts';
import { createComposer } from './composer.ts';
import { confirmed, toast } from './dialog.ts';
import { el, saveAs, scrollBehaviour, stateLine } from './dom.ts';
import { type MessageActions, messageElement, saidElement } from './message.ts';
import { createOutbox, type Delivery } from './outbox.ts';
import { createScroller } from './scroller.ts';

export interface ChatOptions {
  readonly seat: Seat;
  /** For ids and labels: `applicant`, `reviewer`. */
  readonly name: string;
  readonly label: string;
  readonly placeholder: string;
  maxFileBytes(): number;
  /** Which conversation this browser is in is known; until then nothing may be sent. */
  ready(): boolean;
  cite(clause: string, quote: string, from: HTMLElement): void;
  /** A draft code that was just given, as a picture, where the page can be opened elsewhere. */
  picture(code: string): HTMLElement | null;
  /** Something was answered, so what the panels show may have changed. */
  changed(): void;
}

/** How long "正在处理" stays when nothing comes, in milliseconds. */
const busyMs = 12_000;

/** A second press within this time is the same double click, in milliseconds (Windows takes 500 for one). */
const doubleClickMs = 500;

const stillLoading = '页面正在载入，请稍候再试。';

const deliveryWords = (delivery: Delivery): string => {
  switch (delivery.state) {
    case 'sending':
      return '';
    case 'waiting':
      return '等待网络，将自动重发';
    case 'sent':
      return '';
    case 'failed':
      return `未送达：${delivery.why}`;
    default:
      return delivery satisfies never;
  }
};

/** Whether a message says nothing that another did not end with. */
const endsWith = (earlier: WireMessage, later: WireMessage): boolean => {
  const end = earlier.blocks.slice(earlier.blocks.length - later.blocks.length);
  return (
    later.blocks.length > 0 &&
    later.files.length === 0 &&
    JSON.stringify(end) === JSON.stringify(later.blocks)
  );
};

const clock = new Intl.DateTimeFormat('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });
const calendar = new Intl.DateTimeFormat('zh-CN', { month: 'long', day: 'numeric', weekday: 'long' });

/** One conversation on the page: the log, the composer, and everything the person does in them. */
export const createChat = (options: ChatOptions) => {
  const { seat } = options;
  const outbox = createOutbox<'file' | 'act'>();
  /** Files were sent whose answer comes with one that is not sent yet. */
  let unanswered = false;
  const shown = new Map<string, HTMLElement>();
  const cards = new Map<string, string>();
  let prompt: string | null = null;
  /** Something was said since the prompt came, so an answer that asks nothing has left the question. */
  let spoken = false;
  let deliveredSinceLoss = false;
  let held: ReturnType<typeof setTimeout> | undefined;
  let openChoices: HTMLElement | null = null;
  /** The last message at the end of the log, while nothing was said after it. */
  let last: { readonly ref: string; readonly message: WireMessage } | null = null;
  /** The question is asked for again after a gap: what stands there already need not stand there twice. */
  let catchingUp = false;
  let day = '';
  let busy: ReturnType<typeof setTimeout> | undefined;

  const empty = stateLine('正在载入对话…');
  const log = el('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': options.label });
  const working = el('p', { class: 'working', hidden: true }, '正在处理…');
  const scroller = createScroller(options.label, empty, log, working);

  const setBusy = (on: boolean) => {
    clearTimeout(busy);
    working.hidden = !on;
    if (on) busy = setTimeout(() => setBusy(false), busyMs);
  };

  const add = (id: string, element: HTMLElement, follow: boolean) => {
    shown.set(id, element);
    empty.hidden = true;
    log.append(element);
    if (follow) scroller.follow(element);
    else scroller.announce();
  };

  /** The time on a message, and the day above the first one of each. */
  const markTime = (element: HTMLElement, at: number | undefined) => {
    if (at === undefined) return;
    const when = new Date(at);
    const today = calendar.format(when);
    if (today !== day) {
      day = today;
      log.append(el('p', { class: 'day' }, today));
    }
    element.append(el('time', { class: 'time', datetime: when.toISOString() }, clock.format(when)));
  };

  const showSaid = (event: string, act: Said, at = Date.now()): HTMLElement => {
    const known = shown.get(event);
    if (known) return known;
    spoken = true;
    last = null;
    const element = saidElement(act);
    markTime(element, at);
    add(event, element, true);
    return element;
  };

  /** Send one act, show how its delivery goes on its bubble. */
  const act = (
    event: string,
    bubble: HTMLElement,
    send: (next: 'file' | 'act' | undefined) => Promise<unknown>,
    what: 'file' | 'act' = 'act',
  ) => {
    const note = bubble.querySelector('.delivery');
    setBusy(true);
    outbox.put(what, send, delivery => {
      bubble.dataset.delivery = delivery.state;
      if (note) note.textContent = deliveryWords(delivery);
      if (delivery.state === 'failed') {
        setBusy(false);
        // The one that was to bring the answer for all did not arrive.
        if (unanswered && what === 'file') enter(() => unanswered);
      }
      if (delivery.state !== 'sent') return;
      deliveredSinceLoss = true;
      options.changed();
    });
    return event;
  };

  const eachChoice = (within: HTMLElement, set: (button: HTMLElement) => void) => {
    for (const button of within.querySelectorAll<HTMLElement>('.choice')) set(button);
  };
  const rest = (button: HTMLElement) => button.setAttribute('aria-disabled', 'true');

  /** Take no further press for a moment: the reply may put the next question under the same pointer. */
  const hold = () => {
    clearTimeout(held);
    eachChoice(log, rest);
    held = setTimeout(() => {
      held = undefined;
      eachChoice(log, button => button.removeAttribute('aria-disabled'));
    }, doubleClickMs);
  };

  const say = (text: string): boolean => {
    if (!options.ready()) return false;
    const id = newEventId();
    const bubble = showSaid(id, { kind: 'text', text });
    const body = { kind: 'text', id, seat, text, ...(prompt === null ? {} : { prompt }) };
    act(id, bubble, () => sendJson('POST', '/api/events', body));
    return true;
  };

  const press = async (message: string | null, choice: Choice) => {
    if (held !== undefined) return;
    if (!options.ready()) return toast(stillLoading);
    hold();
    if (choice.confirm !== undefined && !(await confirmed(choice.confirm))) return;
    const id = newEventId();
    const bubble = showSaid(id, { kind: 'press', label: choice.label });
    const body = {
      kind: 'press',
      id,
      seat,
      token: choice.token,
      ...(message === null ? {} : { message }),
    };
    act(id, bubble, () => sendJson('POST', '/api/events', body));
  };

  /** Point at a place of the form: it is asked for. */
  const goTo = (place: string) => {
    if (!options.ready()) return toast(stillLoading);
    const body = { kind: 'place', id: newEventId(), seat, place };
    setBusy(true);
    outbox.put(
      'act',
      () => sendJson('POST', '/api/events', body),
      delivery => {
        if (delivery.state !== 'failed') return;
        setBusy(false);
        toast(delivery.why);
      },
    );
    composer.focus();
  };

  /** `paper`: of the checklist, that it is sent as. */
  const upload = (file: File, paper?: string) => {
    if (!options.ready()) return toast(stillLoading);
    if (file.size > options.maxFileBytes()) {
      toast(`文件超过 ${Math.floor(options.maxFileBytes() / 1024 / 1024)} MB，请压缩后再发。`);
      return;
    }
    const id = newEventId();
    const bubble = showSaid(id, { kind: 'file', name: file.name });
    const send = async (next: 'file' | 'act' | undefined) => {
      const more = next === 'file';
      const query = new URLSearchParams({
        id,
        seat,
        name: file.name,
        ...(paper === undefined ? {} : { for: paper }),
        ...(more ? { more: 'true' } : {}),
      });
      unanswered ||= more;
      const answer = await request(`/api/files?${query}`, { method: 'POST', body: file });
      unanswered = more;
      return answer;
    };
    act(id, bubble, send, 'file');
  };

  const download = async (file: WireFile) => {
    try {
      saveAs(await (await request(`/api/files/${file.id}`)).blob(), file.name);
    } catch (error) {
      toast(wordsOf(error));
    }
  };

  const composer = createComposer({ ...options, say, upload: file => upload(file) });

  /** A later question has come: the earlier one's buttons answer nothing any more. */
  const settle = (next: HTMLElement) => {
    if (openChoices && openChoices !== next) {
      const focused = openChoices.contains(document.activeElement);
      for (const button of openChoices.querySelectorAll<HTMLButtonElement>('.choice')) button.disabled = true;
      if (focused) composer.focus();
    }
    openChoices = next;
  };

  const showMessage = (entry: Extract<StreamEntry, { kind: 'message' }>) => {
    const { ref } = entry;
    if (shown.has(ref)) return;
    const again = catchingUp && last !== null && endsWith(last.message, entry.message) ? last : null;
    const message = again
      ? { ...entry.message, blocks: again.message.blocks, replaces: again.ref, quiet: true }
      : entry.message;
    catchingUp = false;
    setBusy(false);
    const actions: MessageActions = {
      cite: options.cite,
      change: goTo,
      press: choice => void press(ref, choice),
      download: file => void download(file),
    };
    const asking = openChoices;
    const old = shown.get(message.replaces ?? '') ?? shown.get(cards.get(message.card ?? '') ?? '');
    const element = messageElement(message, actions);
    for (const block of message.blocks) {
      const picture = block.kind === 'text' && block.code && options.picture(block.code);
      if (picture) element.append(picture);
    }
    if (!old) markTime(element, entry.at);
    if (held !== undefined) eachChoice(element, rest);
    if (old) {
      old.replaceWith(element);
      shown.set(ref, element);
      if (openChoices === old) openChoices = element;
      if (last && shown.get(last.ref) === old) last = { ref, message };
      // A new message speaks for itself; a change further up is easily missed.
      if (message.toast) toast(message.toast);
      if (!message.quiet) {
        element.classList.add('changed');
        element.scrollIntoView({ block: 'nearest', behavior: scrollBehaviour() });
      }
    } else if (!message.quiet) {
      add(ref, element, scroller.atEnd());
      last = { ref, message };
    }
    if (message.card !== undefined) cards.set(message.card, ref);
    if (message.prompt !== null) {
      prompt = message.prompt;
      spoken = false;
      settle(element);
    } else if (!entry.message.quiet && (old ? old === asking : spoken)) prompt = null;
    options.changed();
  };

  /** Ask for the last screen, if that is still wanted when its turn to be sent comes. */
  const enter = (wanted: () => boolean) => {
    const body = { kind: 'enter', id: newEventId(), seat };
    outbox.put(
      'act',
      async () => {
        if (!wanted()) return;
        setBusy(true);
        await sendJson('POST', '/api/events', body);
      },
      delivery => {
        if (delivery.state !== 'failed') return;
        setBusy(false);
        toast(delivery.why);
      },
    );
  };

  const element = el('div', { class: 'chat' }, scroller.element, composer.element);
  return {
    element,
    get empty(): boolean {
      return shown.size === 0;
    },
    show(entry: Exclude<StreamEntry, { kind: 'cleared' }>): void {
      if (entry.kind === 'message') showMessage(entry);
      else showSaid(entry.event, entry.said, entry.at);
    },
    enter: () => enter(() => true),
    /** Ask for the screen after a gap, unless what had waited to be sent brings a reply of its own. */
    catchUp(): void {
      enter(() => {
        catchingUp = !deliveredSinceLoss;
        return catchingUp;
      });
    },
    /** The stream broke off. */
    lost(): void {
      deliveredSinceLoss = false;
    },
    clear(): void {
      shown.clear();
      cards.clear();
      prompt = null;
      spoken = false;
      openChoices = null;
      last = null;
      day = '';
      log.replaceChildren();
      empty.hidden = false;
    },
    goTo,
    upload,
    /** Say something for the person, by a press beside the conversation. */
    say: (text: string) => {
      if (!say(text)) toast(stillLoading);
    },
    /** A button that only leads somewhere, from beside the conversation. */
    lead: (token: string, label: string) => void press(null, { token, label }),
    /** The form in the making: what stands at the place that is asked for may be mended. */
    follow(view: FormView | null): void {
      const asked = view?.asked;
      composer.offer(asked && asked.prompt === prompt ? asked.value : null);
    },
    hurry: outbox.hurry,
    release: composer.release,
    adopt: composer.adopt,
    focus: composer.focus,
    toEnd: scroller.toEnd,
  };
};
export type Chat = ReturnType<typeof createChat>;
