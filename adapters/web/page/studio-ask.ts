import type { AnswerRow } from '../../../src/model/studio.ts';
import { sendJson, wordsOf } from './api.ts';
import { byId, el } from './dom.ts';
import { type Cite, clauseLink } from './message.ts';

const kindWords = { answer: '有答案', silent: '未载明', action: '办事', smalltalk: '寒暄' } as const;

export const answerElement = ({ question, kind, text, clauses }: AnswerRow, cite: Cite): HTMLElement =>
  el(
    'details',
    { class: `asked ${kind}` },
    el(
      'summary',
      {},
      el('span', { class: 'chip' }, kindWords[kind]),
      ` ${question}　`,
      el('small', { class: 'small' }, clauses.join('、')),
    ),
    el('p', { class: 'text' }, text),
    el('p', { class: 'cites' }, ...clauses.map(clause => clauseLink(clause, cite))),
  );

/** How the saved version would answer a list of questions, one a line. */
export const createAsk = (base: () => string, cite: Cite) => {
  const words = el('textarea', { id: 'ask-words', rows: '6', 'aria-describedby': 'ask-note' });
  const results = el('div', { class: 'answers', 'aria-live': 'polite' });
  const asked = () =>
    words.value
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
      .slice(0, 200);

  const ask = async (): Promise<void> => {
    const questions = asked();
    if (questions.length === 0) return results.replaceChildren();
    results.setAttribute('aria-busy', 'true');
    if (!results.hasChildNodes()) results.replaceChildren(el('p', { class: 'panel-note' }, '正在回答…'));
    try {
      const { answers } = await sendJson<{ answers: AnswerRow[] }>('POST', `${base()}/ask`, { questions });
      const silent = answers.filter(({ kind }) => kind === 'silent').length;
      results.replaceChildren(
        el('p', { class: 'panel-note' }, `${answers.length}个问题，其中${silent}个会答“未载明”。`),
        ...answers.map(answer => answerElement(answer, cite)),
      );
    } catch (error) {
      results.replaceChildren(el('p', { class: 'trouble' }, wordsOf(error)));
    } finally {
      results.removeAttribute('aria-busy');
    }
  };
  byId('panel-ask').replaceChildren(
    el('h2', {}, '它会怎么回答'),
    el('label', { for: 'ask-words' }, '问题，一行一个'),
    words,
    el(
      'p',
      { id: 'ask-note', class: 'panel-note' },
      '用最近一次保存、没有错误的内容回答；每次保存后自动重答。',
    ),
    el('button', { type: 'button', class: 'primary', click: () => void ask() }, '看看回答'),
    results,
  );
  return { ask };
};
