import type { Adoption, UnansweredRow, UnansweredView } from '../../../src/model/studio.ts';
import { getJson, sendJson, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el, said } from './dom.ts';

const dayOf = (at: number): string => new Date(at).toLocaleDateString('zh-CN');

/** Words for a thing the notice is silent about, from the question: to be shortened by whoever reads it. */
const topicFrom = (question: string): string => question.replace(/[？?。！!\s]{1,9}$/u, '').slice(0, 20);

/** Questions from real use that the notice did not answer: one press makes each a phrasing or a silent topic. */
export const createUnanswered = (base: () => string, changed: () => void) => {
  const panel = byId('panel-unanswered');

  const act = async (path: 'adopt' | 'settle', body: unknown, done: string) => {
    try {
      await sendJson('POST', `${base()}/${path}`, body);
      toast(done);
      if (path === 'adopt') changed();
      await draw();
    } catch (error) {
      toast(wordsOf(error));
    }
  };
  const adopt = (question: string, adoption: Adoption, done: string) =>
    act('adopt', { question, adoption }, done);

  const rowOf = ({ question, times, at, near }: UnansweredRow, { targets }: UnansweredView): HTMLElement => {
    const named = near.flatMap(one => targets.find(({ of, id }) => of === one.of && id === one.id) ?? []);
    const others = el(
      'select',
      { 'aria-label': `“${question}”加到哪一项的问法` },
      ...targets.map(({ title }, index) => el('option', { value: String(index) }, title)),
    );
    const topic = el('input', {
      type: 'text',
      value: topicFrom(question),
      maxlength: '40',
      'aria-label': `“${question}”的名称`,
    });
    return el(
      'li',
      { class: 'paper' },
      el('p', {}, el('strong', {}, said(question))),
      el('p', { class: 'panel-note' }, `问过${times}次，最近${dayOf(at)}`),
      el(
        'div',
        { class: 'adopt' },
        ...named.map(({ of, id, title }) =>
          el(
            'button',
            {
              type: 'button',
              click: () => void adopt(question, { as: 'phrasing', of, id }, `已加到“${title}”的问法。`),
            },
            `是“${title}”的问法`,
          ),
        ),
        others,
        el(
          'button',
          {
            type: 'button',
            click: () => {
              const target = targets[Number(others.value)];
              if (target)
                void adopt(
                  question,
                  { as: 'phrasing', of: target.of, id: target.id },
                  `已加到“${target.title}”的问法。`,
                );
            },
          },
          '加到所选',
        ),
        topic,
        el(
          'button',
          {
            type: 'button',
            click: () =>
              void adopt(question, { as: 'silent', topic: topic.value.trim() }, '已列为“通知未载明”。'),
          },
          '列为未载明',
        ),
        el(
          'button',
          {
            type: 'button',
            class: 'link',
            click: () => void act('settle', { question }, '已从列表中删去。'),
          },
          '不用处理',
        ),
      ),
    );
  };

  const draw = async (): Promise<void> => {
    const view = await getJson<UnansweredView>(`${base()}/unanswered`);
    panel.replaceChildren(
      el('h2', {}, '没答上的问题'),
      el('p', { class: 'panel-note' }, '实际使用中答了“通知未载明”的问题，姓名和号码已略去。'),
      view.rows.length === 0
        ? el('p', { class: 'state' }, '没有。')
        : el('ul', { class: 'papers' }, ...view.rows.map(row => rowOf(row, view))),
    );
  };
  return { draw };
};
