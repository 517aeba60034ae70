import type { NoticeView, RehearsalView } from '../house.ts';
import { sendJson, wordsOf } from './api.ts';
import { confirmed } from './dialog.ts';
import { byId, chineseDate, el } from './dom.ts';

type Answer = { readonly rehearsal: RehearsalView | null };

/** The day after `date`. */
const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The clock of the rehearsal: take any day for today, walk the whole path, wipe it all. */
export const createRehearsal = (changed: (rehearsal: RehearsalView | null) => void, tour: () => void) => {
  const panel = byId('panel-rehearsal');
  const bar = byId('rehearsal-bar');
  const date = el('input', { type: 'date', id: 'rehearsal-date', required: true });
  const trouble = el('p', { class: 'trouble', role: 'alert' });
  const begin = el('button', { type: 'submit', class: 'primary' }, '开始演练');
  const next = el('button', { type: 'button', hidden: true }, '往后一天');
  const wipe = el('button', { type: 'button', class: 'danger' }, '清除演练数据');
  const now = el('p', { class: 'panel-note', role: 'status' });
  const presets = el('div', { class: 'presets', role: 'group', 'aria-label': '常用日期' });

  /** Of the rehearsal; empty without one. */
  let today = '';
  let first = '';

  const show = (rehearsal: RehearsalView | null) => {
    document.body.toggleAttribute('data-rehearsal', rehearsal !== null);
    bar.hidden = rehearsal === null;
    begin.textContent = rehearsal ? '改到这一天' : '开始演练';
    next.hidden = rehearsal === null;
    if (rehearsal) {
      today = rehearsal.today;
      date.value = today;
      byId('rehearsal-text').textContent =
        `模拟日期 ${chineseDate(rehearsal.today)}。这里的内容不会报送给任何单位。`;
      now.textContent = `演练中：以 ${chineseDate(rehearsal.today)} 为今天。`;
    } else {
      today = '';
      now.textContent = '现在没有演练，对话按真实日期进行。';
    }
  };

  const change = async (send: () => Promise<Answer>) => {
    trouble.textContent = '';
    try {
      const { rehearsal } = await send();
      show(rehearsal);
      changed(rehearsal);
    } catch (error) {
      trouble.textContent = wordsOf(error);
    }
  };
  const setClock = (day: string | null) =>
    change(() => sendJson<Answer>('PUT', '/api/rehearsal/clock', { date: day }));

  next.addEventListener('click', () => void setClock(dayAfter(today)));
  wipe.addEventListener('click', async () => {
    if (!(await confirmed('清除本浏览器的全部演练数据？真实对话不受影响。'))) return;
    await change(() => sendJson<Answer>('DELETE', '/api/rehearsal'));
  });
  byId('rehearsal-end').addEventListener('click', () => void setClock(null));

  return {
    start(notice: NoticeView, rehearsal: RehearsalView | null): void {
      const { opens, closes } = notice.window;
      date.value = opens;
      first = opens;
      const days = [
        ['受理首日', opens],
        ['截止当日', closes],
        ['截止次日', dayAfter(closes)],
      ] as const;
      presets.replaceChildren(
        ...days.map(([label, day]) =>
          el(
            'button',
            {
              type: 'button',
              click: () => {
                date.value = day;
              },
            },
            `${label} ${chineseDate(day)}`,
          ),
        ),
      );
      panel.replaceChildren(
        el('h2', {}, '演练'),
        el(
          'p',
          {},
          '选一个日期当作“今天”，从咨询、填报到审核走一遍。演练与真实办理分开保存，处处标明，可随时清除。',
        ),
        el('button', { type: 'button', class: 'tour-play', click: tour }, '看一遍完整流程'),
        el(
          'p',
          { class: 'panel-note' },
          '用样例内容自动走完咨询、自测、填报、审核、补正和批准，随时可以暂停。',
        ),
        now,
        el(
          'form',
          {
            class: 'setting',
            submit: event => {
              event.preventDefault();
              void setClock(date.value);
            },
          },
          el('label', { for: 'rehearsal-date' }, '当作今天的日期'),
          date,
          presets,
          begin,
          next,
        ),
        trouble,
        el('hr'),
        wipe,
      );
      show(rehearsal);
    },
    begin: () => setClock(date.value),
    show,
    /** Begin anew on the first day of the window, with nothing in it; false: not wanted, or not possible. */
    async beginAnew(): Promise<boolean> {
      const sure = today === '' || (await confirmed('现有的演练数据将被清除，从头演示。真实对话不受影响。'));
      if (!sure) return false;
      if (today !== '') await change(() => sendJson<Answer>('DELETE', '/api/rehearsal'));
      await setClock(first);
      return today !== '';
    },
  };
};
