import type { Asked, StageView, VersionView, WorkView } from '../../../src/model/mine-view.ts';
import type { Seat } from '../wire.ts';
import { getJson, request, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el, said, saveAs } from './dom.ts';
import { drawnPanel } from './drawn-panel.ts';
import { blockOf, type Cite } from './message.ts';
import { notifyButton } from './notify.ts';
import { printButton } from './print.ts';

export interface MineOptions {
  seat(): Seat;
  visible(): boolean;
  cite: Cite;
  /** Press one of the buttons that only lead somewhere. */
  press(token: string, label: string): void;
  /** Where papers are sent in. */
  papers(from: HTMLElement): void;
  /** Takes the draft to another device; null: there is none that could open the page. */
  handOn(): (() => void) | null;
}

const stageWords = { done: '已通过', here: '进行中', ahead: '' } as const;

const stageOf = ({ title, state, date, days }: StageView, closed: string | null): HTMLElement =>
  el(
    'li',
    { class: `stage ${state}`, ...(state === 'here' ? { 'aria-current': 'step' } : {}) },
    el('strong', {}, title),
    el(
      'span',
      { class: 'sub' },
      [
        state === 'here' ? (closed ?? stageWords.here) : stageWords[state],
        date !== null && (state === 'here' ? `自 ${date}` : date),
        days !== null && (state === 'here' && closed === null ? `第 ${days} 个工作日` : `${days} 个工作日`),
      ]
        .filter(Boolean)
        .join('　'),
    ),
  );

/** What is asked of the person, and the way to do it. */
const askedOf = (asked: Asked | null, unit: WorkView, options: MineOptions): HTMLElement => {
  const line = (words: string, button: { label: string; run(from: HTMLElement): void } | null) =>
    el(
      'div',
      { class: asked ? 'asked-now' : 'asked-now nothing' },
      el('p', {}, words),
      button &&
        el(
          'button',
          {
            type: 'button',
            class: 'primary',
            click: event => button.run(event.currentTarget as HTMLElement),
          },
          button.label,
        ),
    );
  if (!asked) return line('目前没有需要您办理的事项。', null);
  const leads = (label: string, token: string) => ({ label, run: () => options.press(token, label) });
  switch (asked.kind) {
    case 'fill':
      return line(
        `草稿已填 ${asked.filled} 项，共 ${asked.total} 项。${asked.by === null ? '现在不在受理期内，不能提交。' : `请在 ${asked.by} 前填完并提交。`}`,
        unit.inHand ? leads('继续填报', 'nav_resume') : leads('我的申请', 'nav_mine'),
      );
    case 'fix':
      return line(
        asked.fields.length > 0
          ? `已退回，请补正：${asked.fields.join('、')}。`
          : '已退回，请核对修改后重新提交。',
        leads('开始补正', 'nav_fix'),
      );
    case 'papers':
      return line(`还需报送：${asked.titles.join('、')}。`, {
        label: '查看材料清单',
        run: from => options.papers(from),
      });
    default:
      return asked satisfies never;
  }
};

/** Every application of this chat: how far it is, what is asked, and what was submitted in each round. */
export const createMine = (options: MineOptions) => {
  const panel = byId('panel-mine');

  const download = async (number: string, { round }: VersionView) => {
    try {
      const file = await request(`/api/mine/${number}/${round}?seat=${options.seat()}`);
      saveAs(await file.blob(), `申请书-${number}-第${round}次提交.docx`);
    } catch (error) {
      toast(wordsOf(error));
    }
  };

  const versionOf = (
    { number, section }: NonNullable<WorkView['submitted']>,
    unit: string | null,
    version: VersionView,
  ): HTMLElement =>
    el(
      'li',
      { class: 'version' },
      el('strong', {}, `第 ${version.round} 次提交`),
      el('span', { class: 'sub' }, version.at),
      el(
        'button',
        {
          type: 'button',
          class: 'link',
          'aria-label': `下载申请书：第 ${version.round} 次提交`,
          click: () => void download(number, version),
        },
        '下载申请书',
      ),
      el(
        'details',
        { class: 'receipt-slip' },
        el('summary', {}, '回执'),
        blockOf(
          {
            kind: 'fields',
            rows: [
              ['申请编号', number],
              ['申报单位', unit ?? ''],
              ['提交时间', `${version.at}（第 ${version.round} 次）`],
              ['对接科室', section],
              ['回执校验码', version.digest],
            ],
          },
          null,
        ),
        printButton('打印回执', '.receipt-slip'),
      ),
    );

  const workOf = (work: WorkView): HTMLElement => {
    const { submitted, unit } = work;
    const onward = options.handOn();
    const closed = submitted && submitted.status !== 'in-review' ? submitted.standing : null;
    return el(
      'article',
      { class: 'work', 'aria-label': unit ?? '未填单位名称' },
      el(
        'header',
        {},
        el('h3', {}, unit === null ? '未填单位名称' : said(unit)),
        el(
          'p',
          { class: 'case-chips' },
          el(
            'span',
            { class: `chip ${submitted ? submitted.status : 'todo'}` },
            submitted ? submitted.standing : '草稿',
          ),
          submitted && el('span', { class: 'chip' }, submitted.number),
          submitted && el('span', { class: 'chip' }, submitted.section),
          work.inHand && el('span', { class: 'sub' }, '正在办理'),
        ),
      ),
      askedOf(work.asked, work, options),
      work.inHand &&
        work.asked?.kind === 'fill' &&
        work.asked.filled > 0 &&
        onward &&
        el('button', { type: 'button', class: 'hand-on', click: onward }, '用手机继续'),
      submitted && el('ol', { class: 'stages' }, ...submitted.stages.map(stage => stageOf(stage, closed))),
      submitted &&
        el(
          'details',
          {},
          el('summary', {}, '最近的通知'),
          ...submitted.told.map(block => blockOf(block, options.cite)),
        ),
      submitted &&
        el(
          'ul',
          { class: 'versions' },
          ...submitted.versions.map(version => versionOf(submitted, unit, version)),
        ),
    );
  };

  return drawnPanel(panel, options.visible, '正在载入…', async () => {
    const works = await getJson<readonly WorkView[]>(`/api/mine?seat=${options.seat()}`);
    // Whoever is reading what is folded out keeps it so.
    const open = [...panel.querySelectorAll('details')].map(details => details.open);
    panel.replaceChildren(
      el('h2', {}, '我的申请'),
      ...(works.length === 0
        ? [el('p', { class: 'panel-note' }, '还没有申请。开始填报后，草稿和已提交的申请都在这里。')]
        : works.map(workOf)),
      ...[notifyButton()].filter(button => button !== null),
    );
    const folds = [...panel.querySelectorAll('details')];
    if (folds.length === open.length) for (const [at, details] of folds.entries()) details.open = open[at]!;
  });
};
