import type { FormView } from '../../../src/model/form-view.ts';
import type { Seat } from '../wire.ts';
import { request, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el, saveAs, stateLine } from './dom.ts';

/** Answers often come in pairs; the form is drawn once for all that came within this time (milliseconds). */
const settleMs = 400;

/** When each place was given, to tell what is new. */
const givenIn = (view: FormView | null): ReadonlyMap<string, number | null> =>
  new Map(view?.sections.flatMap(({ places }) => places.map(({ place, at }) => [place, at] as const)) ?? []);

/**
 * The form as it would come out now, drawn in a frame of its own and only while somebody looks. It follows the conversation:
 * the cell that is asked for is marked, what was just given flashes, and a cell that is pointed at is gone to.
 */
export const createPreview = (seat: () => Seat, visible: () => boolean, go: (place: string) => void) => {
  const panel = byId('panel-preview');
  const note = el(
    'p',
    { class: 'panel-note', role: 'status' },
    '根据目前的回答生成，仅供核对；提交后可下载正式文件。',
  );
  /** From the store like the form itself: to be had again after a restart of the service. */
  const download = async () => {
    try {
      const file = await request(`/api/preview?seat=${seat()}`);
      if (file.status !== 204) saveAs(await file.blob(), '申请书.docx');
    } catch (error) {
      toast(wordsOf(error));
    }
  };
  const print = el(
    'button',
    { type: 'button', class: 'quiet', click: () => frame.contentWindow?.postMessage({ print: true }, '*') },
    '打印',
  );
  const save = el('button', { type: 'button', click: () => void download() }, '下载 Word 文件');
  const tools = el('div', { class: 'form-tools', hidden: true }, print, save);
  const bar = el('div', { class: 'form-bar' }, note, tools);
  const frame = el('iframe', {
    class: 'form-frame',
    title: '申请书预览',
    sandbox: 'allow-scripts allow-modals',
    src: '/page/preview.html',
    hidden: true,
  });
  const state = el('div', {}, stateLine('正在生成预览…'));
  let stale = true;
  let frameReady = false;
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  let view: FormView | null = null;
  /** Given since the form was drawn last. */
  let fresh = new Set<string>();

  const mark = () => {
    const names =
      view?.sections.flatMap(({ places }) => places.map(({ place, name }) => [place, name])) ?? [];
    const marking = { asked: view?.asked?.place ?? null, saved: [...fresh], names };
    fresh = new Set();
    frame.contentWindow?.postMessage(marking, '*');
  };

  const say = (words: string, retry?: () => void) => {
    frame.hidden = true;
    tools.hidden = true;
    state.replaceChildren(stateLine(words, retry && { label: '重试', run: retry }));
    state.hidden = false;
  };

  const draw = async () => {
    if (!visible() || !frameReady) return;
    stale = false;
    round += 1;
    const mine = round;
    try {
      const response = await request(`/api/preview?seat=${seat()}&traced=yes`);
      const form = response.status === 204 ? null : await response.arrayBuffer();
      if (mine !== round) return;
      if (form) frame.contentWindow?.postMessage(form, '*', [form]);
      else say('还没有开始填报。开始后，申请书会在这里随答随新。');
    } catch (error) {
      if (mine === round) say(wordsOf(error), () => void draw());
    }
  };

  window.addEventListener('message', event => {
    if (event.source !== frame.contentWindow) return;
    if (event.data === 'ready') {
      frameReady = true;
      void draw();
    } else if (event.data === 'drawn') {
      state.hidden = true;
      frame.hidden = false;
      tools.hidden = false;
      mark();
      frame.dataset.drawn = String(round);
    } else if (typeof event.data?.go === 'string') {
      go(event.data.go);
    } else if (event.data === 'failed') {
      say('预览没有生成，不影响填报。', () => void draw());
    }
  });

  return {
    /** The panel came on screen. */
    shown(): void {
      if (!frame.isConnected) panel.replaceChildren(bar, state, frame);
      else if (stale) void draw();
    },
    /** The form in the making has changed, or another place of it is asked for. */
    follow(next: FormView | null): void {
      const before = givenIn(view);
      if (view)
        for (const [place, at] of givenIn(next))
          if (at !== null && before.get(place) !== at) fresh.add(place);
      const moved = view?.asked?.place !== next?.asked?.place;
      view = next;
      // What was given is marked with the next drawing, which shows it.
      if (moved && fresh.size === 0 && !frame.hidden) mark();
    },
    /** An answer may have changed the form. */
    changed(): void {
      stale = true;
      clearTimeout(timer);
      timer = setTimeout(() => void draw(), settleMs);
    },
  };
};
