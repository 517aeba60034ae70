import type { Seat } from '../wire.ts';
import { request, wordsOf } from './api.ts';
import { byId, el, saveAs, stateLine } from './dom.ts';

/** Answers often come in pairs; the form is drawn once for all that came within this time (milliseconds). */
const settleMs = 400;

/** The form as it would come out now, drawn in a frame of its own and only while somebody looks. */
export const createPreview = (seat: () => Seat, visible: () => boolean) => {
  const panel = byId('panel-preview');
  const note = el(
    'p',
    { class: 'panel-note', role: 'status' },
    '根据目前的回答生成，仅供核对；提交后可下载正式文件。',
  );
  /** The form on screen, from the store like the form itself: to be had again after a restart of the service. */
  let drawn: Blob | null = null;
  const save = el(
    'button',
    {
      type: 'button',
      hidden: true,
      click: () => {
        if (drawn) saveAs(drawn, '申请书.docx');
      },
    },
    '下载 Word 文件',
  );
  const bar = el('div', { class: 'form-bar' }, note, save);
  const frame = el('iframe', {
    class: 'form-frame',
    title: '申请书预览',
    sandbox: 'allow-scripts',
    src: '/page/preview.html',
    hidden: true,
  });
  const state = el('div', {}, stateLine('正在生成预览…'));
  let stale = true;
  let frameReady = false;
  let round = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (words: string, retry?: () => void) => {
    frame.hidden = true;
    save.hidden = true;
    state.replaceChildren(stateLine(words, retry && { label: '重试', run: retry }));
    state.hidden = false;
  };

  const draw = async () => {
    if (!visible() || !frameReady) return;
    stale = false;
    round += 1;
    const mine = round;
    try {
      const response = await request(`/api/preview?seat=${seat()}`);
      const form = response.status === 204 ? null : await response.arrayBuffer();
      if (mine !== round) return;
      drawn = form && new Blob([form]);
      if (form) frame.contentWindow?.postMessage(form, '*', [form]);
      else say('还没有填写内容。开始填报后，申请书会在这里随答随新。');
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
      save.hidden = false;
      frame.dataset.drawn = String(round);
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
    /** An answer may have changed the form. */
    changed(): void {
      stale = true;
      clearTimeout(timer);
      timer = setTimeout(() => void draw(), settleMs);
    },
  };
};
