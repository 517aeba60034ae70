import type { CaseAction, CaseView } from '../../../src/model/desk.ts';
import type { ActGiven, ActOutcome } from '../desk/house.ts';
import { newEventId, request, sendJson, wordsOf } from './api.ts';
import { askAct } from './desk-act.ts';
import { type CaseForm, createCaseForm } from './desk-form.ts';
import { toast } from './dialog.ts';
import { el, said, sizeOf } from './dom.ts';
import { blockOf } from './message.ts';
import { takeFile } from './take-file.ts';

const paperWords = { done: '已备', todo: '缺', later: '不需要' } as const;
const stateMarks = { met: ['✓', '符合'], not_met: ['✗', '不符合'], unknown: ['?', '待核实'] } as const;
const outcomeWords: Readonly<Record<ActOutcome, string>> = {
  done: '',
  overtaken: '没有办理：这件申请刚才已由他人办理，请看最新情况。',
  refused: '没有办理：内容不合要求，或您现在无权这样办理。',
};

/** Buttons in the bar, and the key for each. */
const keys: Partial<Readonly<Record<CaseAction['verb'], string>>> = { pass: 'a', return: 'r', reject: 'x' };

const section = (title: string, open: boolean, ...content: (Node | null | false)[]): HTMLElement =>
  el('details', { class: 'side', open }, el('summary', {}, el('h3', {}, title)), ...content);

const criteriaTable = (view: CaseView): HTMLElement =>
  el(
    'ul',
    { class: 'criteria' },
    ...view.criteria
      .filter(({ kind }) => kind !== 'judged')
      .map(({ title, state, citation }) => {
        const [mark, words] = stateMarks[state];
        return el(
          'li',
          { class: state },
          el(
            'details',
            {},
            el(
              'summary',
              {},
              el('span', { class: 'state-mark', 'aria-hidden': 'true' }, mark),
              el('span', {}, title),
              el('span', { class: 'hidden' }, `：${words}`),
            ),
            blockOf({ kind: 'quote', citation, label: citation.clause }, null),
          ),
        );
      }),
  );

export interface CaseOptions {
  /** Back to the list. */
  leave(): void;
  /** The case was acted on, or turned out to be another than was shown. */
  changed(view: CaseView): void;
}

/** One case: the form on the left, what belongs to it on the right, and the bar with what may be done. */
export const createCase = (view: CaseView, options: CaseOptions) => {
  const { number } = view.row;
  const canReturn = view.actions.find(({ verb }) => verb === 'return');
  const bar = el('div', { class: 'bar', role: 'group', 'aria-label': '办理' });
  const beside = el('p', { class: 'beside', role: 'status' });
  const form: CaseForm = createCaseForm(view, canReturn !== undefined, () => drawBar());
  let ticking: ReturnType<typeof setInterval> | undefined;

  const send = async (action: Pick<CaseAction, 'token' | 'label'>, given: Omit<ActGiven, 'token'>) => {
    for (const button of bar.querySelectorAll('button')) button.disabled = true;
    const body = { id: newEventId(), number, version: view.version, token: action.token, ...given };
    try {
      const answer = await sendJson<{ outcome: ActOutcome; view: CaseView }>('POST', '/api/desk/act', body);
      toast(answer.outcome === 'done' ? `已记录：${action.label}` : outcomeWords[answer.outcome]);
      options.changed(answer.view);
    } catch (error) {
      toast(wordsOf(error));
      drawBar();
    }
  };

  const run = async (action: CaseAction) => {
    if (action.verb === 'download') return takeFile(`/api/desk/cases/${number}/form`, `${number}.docx`);
    const fields = action.verb === 'return' ? form.fields() : {};
    if (fields === null) {
      toast('请为勾选的每一处写明理由。');
      return form.showOpen();
    }
    const given = action.needs === 'nothing' ? {} : await askAct(action, view, fields);
    if (given) await send(action, given);
  };

  const shownAt = performance.now();
  /** Seconds. */
  const undoLeft = () => (view.undo ? Math.ceil((view.undo.left - (performance.now() - shownAt)) / 1000) : 0);

  const drawBar = () => {
    const ticked = form.ticked;
    const left = undoLeft();
    const focused = document.activeElement?.closest<HTMLElement>('.bar button')?.dataset.verb;
    bar.replaceChildren(
      ...(view.undo && left > 0
        ? [
            el(
              'button',
              {
                type: 'button',
                class: 'undo',
                'data-verb': 'undo',
                click: () => void send({ token: view.undo!.token, label: '撤回' }, {}),
              },
              `撤回“${view.undo.what}”（${left} 秒）`,
            ),
          ]
        : []),
      ...view.actions.map(action =>
        el(
          'button',
          {
            type: 'button',
            class: action.style === 'default' ? '' : action.style,
            'data-verb': action.verb,
            ...(keys[action.verb] ? { 'aria-keyshortcuts': keys[action.verb] } : {}),
            click: () => void run(action),
          },
          action.verb === 'return' && ticked > 0 ? `${action.label}（${ticked} 处）` : action.label,
        ),
      ),
      ...(view.actions.some(({ verb }) => verb === 'pass')
        ? []
        : [
            el(
              'p',
              { class: 'panel-note' },
              view.barred ??
                (view.row.status === 'in-review' ? '现在不由您办理，可查看和下载。' : view.row.standing),
            ),
          ]),
    );
    if (focused) bar.querySelector<HTMLElement>(`[data-verb="${focused}"]`)?.focus();
  };
  if (undoLeft() > 0) {
    ticking = setInterval(() => {
      if (undoLeft() <= 0) clearInterval(ticking);
      drawBar();
    }, 1000);
  }

  const frame = el('iframe', {
    class: 'form-frame',
    title: '申请书打印样式',
    sandbox: 'allow-scripts',
    hidden: true,
  });
  const asPrinted = el(
    'button',
    {
      type: 'button',
      class: 'quiet',
      'aria-pressed': 'false',
      click: () => void showPrinted(frame.hidden !== false),
    },
    '打印样式',
  );
  let drawn = false;
  const showPrinted = async (on: boolean) => {
    asPrinted.setAttribute('aria-pressed', String(on));
    frame.hidden = !on;
    form.element.hidden = on;
    if (!on || drawn) return;
    drawn = true;
    try {
      const content = await (await request(`/api/desk/cases/${number}/form`)).arrayBuffer();
      frame.addEventListener('load', () => frame.focus(), { once: true });
      window.addEventListener('message', event => {
        if (event.source === frame.contentWindow && event.data === 'ready')
          frame.contentWindow?.postMessage(content, '*', [content]);
      });
      frame.src = '/page/preview.html';
    } catch (error) {
      drawn = false;
      toast(wordsOf(error));
    }
  };

  const fileButton = (file: CaseView['otherFiles'][number]): HTMLElement =>
    el(
      'button',
      {
        type: 'button',
        class: 'link',
        click: () => void takeFile(`/api/desk/cases/${number}/files/${file.id}`, file.name),
      },
      said(file.name),
      ` ${sizeOf(file.bytes)}`,
      file.later !== undefined
        ? el('span', { class: 'chip' }, `补交 ${file.later}`)
        : file.round > 1 && el('span', { class: 'chip' }, `第 ${file.round} 次提交`),
    );

  const missing = view.row.missing.length;
  const unmet = view.criteria.filter(({ kind, state }) => kind === 'gate' && state !== 'met').length;
  const element = el(
    'article',
    { class: 'case', 'aria-labelledby': 'case-title' },
    el(
      'header',
      { class: 'case-head' },
      el('button', { type: 'button', class: 'quiet back', click: () => options.leave() }, '← 返回列表'),
      el(
        'div',
        {},
        el('h2', { id: 'case-title', tabindex: '-1' }, said(view.row.unit)),
        el(
          'p',
          { class: 'sub' },
          view.row.number,
          view.row.subject === '' ? '' : '　',
          said(view.row.subject),
        ),
      ),
      el(
        'p',
        { class: 'case-chips' },
        el('span', { class: `chip ${view.row.status}` }, view.row.standing),
        el('span', { class: 'chip' }, `第 ${view.row.round} 次提交　${view.row.submitted}`),
        view.row.waiting !== null &&
          el(
            'span',
            { class: view.row.waiting > view.row.limit ? 'chip todo' : 'chip' },
            `已等 ${view.row.waiting} 个工作日，时限 ${view.row.limit}`,
          ),
        el('span', { class: 'chip' }, view.row.section),
      ),
      beside,
    ),
    el(
      'div',
      { class: 'case-body' },
      el(
        'section',
        { class: 'case-form', 'aria-label': '申请书' },
        el(
          'div',
          { class: 'form-tools' },
          el(
            'p',
            { class: 'panel-note' },
            view.row.round > 1
              ? view.row.changed.length > 0
                ? `与上次提交相比改了 ${view.row.changed.length} 处：${view.row.changed.join('、')}`
                : '与上次提交相比没有修改。'
              : canReturn
                ? '需要补正的，请在该栏前打勾并选择理由。'
                : '申请书内容如下。',
          ),
          asPrinted,
        ),
        form.element,
        frame,
      ),
      el(
        'aside',
        { class: 'case-side', 'aria-label': '材料与记录' },
        view.discrepancies.length > 0 &&
          section('需要核对', true, ...view.discrepancies.map(block => blockOf(block, null))),
        section(
          missing > 0 ? `材料：缺 ${missing} 项` : '材料',
          true,
          el(
            'ul',
            { class: 'case-papers' },
            ...view.papers.map(({ title, state, files }) =>
              el(
                'li',
                {},
                el('span', { class: `chip ${state}` }, paperWords[state]),
                ' ',
                title,
                files.length > 0 && el('div', {}, ...files.map(fileButton)),
              ),
            ),
            view.otherFiles.length > 0 &&
              el('li', {}, '其他文件', el('div', {}, ...view.otherFiles.map(fileButton))),
          ),
        ),
        section(
          unmet > 0 ? `单位自测：${view.outcome}（${unmet} 项）` : `单位自测：${view.outcome}`,
          unmet > 0,
          criteriaTable(view),
        ),
        section('办理依据', false, ...view.ground.map(block => blockOf(block, null))),
        section(
          `办理记录（${view.history.length}）`,
          view.history.length > 1,
          el(
            'ol',
            { class: 'history' },
            ...view.history
              .toReversed()
              .map(({ at, who, what, rows }) =>
                el(
                  'li',
                  {},
                  el('span', { class: 'sub' }, at),
                  el('span', {}, said(who), `　${what}`),
                  rows.length > 0 && blockOf({ kind: 'fields', rows: rows.map(([a, b]) => [a, b]) }, null),
                ),
              ),
          ),
        ),
      ),
    ),
    bar,
  );
  drawBar();

  return {
    element,
    number,
    version: view.version,
    lines: view.history.length,
    /** Something was begun here that drawing the case anew would lose. */
    get begun(): boolean {
      return form.ticked > 0;
    },
    showBeside(names: readonly string[]): void {
      const words = names.length > 0 ? `${names.join('、')}也正在看这件申请。` : '';
      if (beside.textContent !== words) beside.textContent = words;
    },
    /** A key of the bar; true when it is one. */
    press(key: string): boolean {
      const verb = key === 'u' ? 'undo' : Object.entries(keys).find(([, each]) => each === key)?.[0];
      const button = bar.querySelector<HTMLButtonElement>(`[data-verb="${verb}"]`);
      button?.click();
      return button !== null;
    },
    close(): void {
      clearInterval(ticking);
    },
  };
};
export type Case = ReturnType<typeof createCase>;
