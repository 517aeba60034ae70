import type { CaseFigures, ChannelLine, OpenQuestion, Overview, Tally } from '../../../src/model/overview.ts';
import { el, said, svg } from './dom.ts';
import { takeFile } from './take-file.ts';

/** Rows of a list that is ordered by weight; the workbook has them all. */
const mostRows = 20;

const part = (title: string, ...content: (Node | string | null | false)[]): HTMLElement =>
  el('section', { class: 'figures' }, el('h3', {}, title), ...content);

const none = (words: string): HTMLElement => el('p', { class: 'panel-note' }, words);

/** A bar as long as its share of the longest; its number stands beside it, so it says nothing of its own. */
const bar = (count: number, most: number): SVGElement =>
  svg(
    'svg',
    { class: 'bar-chart', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    svg('rect', { width: String(most === 0 ? 0 : (count / most) * 100), height: '10' }),
  );

const table = (name: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement =>
  el(
    'table',
    { class: 'tally' },
    el('caption', { class: 'hidden' }, name),
    el('thead', {}, el('tr', {}, ...heads.map(head => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, ...rows),
  );

const head = (...words: (Node | string)[]): HTMLElement => el('th', { scope: 'row' }, ...words);
const number = (count: number, shown = String(count)): HTMLElement => el('td', { class: 'count' }, shown);

/** Bars with the table they are drawn from in one. */
const barTable = (title: string, what: string, tallies: readonly Tally[]): HTMLElement => {
  const most = Math.max(0, ...tallies.map(({ count }) => count));
  return part(
    title,
    tallies.length === 0
      ? none('还没有申请。')
      : table(
          title,
          [what, '件数', '图示'],
          tallies.map(({ name, count }) =>
            el('tr', {}, head(said(name)), number(count), el('td', { class: 'drawn' }, bar(count, most))),
          ),
        ),
  );
};

const stagesPart = ({ stages }: CaseFigures): HTMLElement => {
  const most = Math.max(0, ...stages.map(({ count }) => count));
  return part(
    '在办，按环节',
    table(
      '在办，按环节',
      ['环节', '在办', '超过时限', '图示'],
      stages.map(({ name, count, late }) =>
        el(
          'tr',
          {},
          head(name),
          number(count),
          el('td', { class: late > 0 ? 'count late' : 'count' }, String(late)),
          el('td', { class: 'drawn' }, bar(count, most)),
        ),
      ),
    ),
  );
};

/** Columns day by day, and the same as a table to unfold. */
const daysPart = ({ days }: CaseFigures): HTMLElement => {
  if (days.length === 0) return part('每日提交', none('还没有申请。'));
  const most = Math.max(...days.map(({ count }) => count));
  const columns = days.map(({ count }, at) => {
    const height = (count / most) * 40;
    return svg('rect', {
      x: String(at * 10 + 1),
      y: String(40 - height),
      width: '8',
      height: String(height),
    });
  });
  const [first, last] = [days[0]!.name, days.at(-1)!.name];
  return part(
    '每日提交',
    el(
      'figure',
      { class: 'days' },
      svg(
        'svg',
        {
          class: 'column-chart',
          // A short time is drawn no wider than a fortnight.
          viewBox: `0 0 ${Math.max(days.length, 14) * 10} 40`,
          preserveAspectRatio: 'none',
          role: 'img',
          'aria-label': `每日首次提交，${first}至${last}，最多一天${most}件`,
        },
        ...columns,
      ),
      el(
        'figcaption',
        { class: 'panel-note' },
        first === last ? first : `${first} 至 ${last}，最多一天 ${most} 件`,
      ),
    ),
    el(
      'details',
      {},
      el('summary', {}, '数据表'),
      table(
        '每日提交',
        ['首次提交', '件数'],
        days.map(({ name, count }) => el('tr', {}, head(name), number(count))),
      ),
    ),
  );
};

const latePart = ({ late }: CaseFigures): HTMLElement =>
  part(
    '超过时限',
    late.length === 0
      ? none('没有超过时限的申请。')
      : table(
          '超过时限',
          ['申报单位', '状态', '已等工作日'],
          late
            .slice(0, mostRows)
            .map(each =>
              el(
                'tr',
                {},
                head(el('a', { href: `#case/${each.number}` }, said(each.unit))),
                el('td', {}, each.standing),
                el('td', { class: 'count late' }, `${each.waiting} / ${each.limit}`),
              ),
            ),
        ),
  );

const returnedPart = ({ returned }: CaseFigures): HTMLElement =>
  part(
    '退回补正最多的栏目',
    returned.length === 0
      ? none('还没有退回补正。')
      : table(
          '退回补正最多的栏目',
          ['栏目', '次数', '理由'],
          returned
            .slice(0, mostRows)
            .map(({ name, count, reasons }) =>
              el(
                'tr',
                {},
                head(said(name)),
                number(count),
                el(
                  'td',
                  {},
                  el(
                    'ul',
                    {},
                    ...reasons.map(why =>
                      el('li', {}, said(why.name), why.count > 1 && `（${why.count} 次）`),
                    ),
                  ),
                ),
              ),
            ),
        ),
  );

const questionsPart = (questions: readonly OpenQuestion[]): HTMLElement =>
  part(
    '没有答案的问题',
    questions.length === 0
      ? none('还没有通知未写明的提问。')
      : table(
          '没有答案的问题',
          ['问题', '次数', '最近'],
          questions
            .slice(0, mostRows)
            .map(({ name, count, last }) =>
              el('tr', {}, head(said(name)), number(count), el('td', { class: 'when' }, last)),
            ),
        ),
  );

const stateWords = {
  running: '正常',
  starting: '正在启动',
  degraded: '不稳定',
  stopped: '已停止',
} as const satisfies Record<ChannelLine['state'], string>;

const channelsPart = (channels: readonly ChannelLine[]): HTMLElement =>
  part(
    '渠道',
    table(
      '渠道',
      ['渠道', '状态', '最近收到消息'],
      channels.map(({ name, state, detail, heard }) =>
        el(
          'tr',
          {},
          head(name),
          el(
            'td',
            {},
            el('span', { class: state === 'running' ? 'chip done' : 'chip todo' }, stateWords[state]),
            detail ? el('span', { class: 'sub' }, detail) : null,
          ),
          el('td', { class: 'when' }, heard ?? '启动后还没有'),
        ),
      ),
    ),
  );

/** How the office as a whole stands, for whoever answers for it. */
export const overviewPage = ({ at, cases, questions, channels }: Overview): HTMLElement =>
  el(
    'section',
    { class: 'overview', 'aria-labelledby': 'overview-title' },
    el(
      'div',
      { class: 'overview-head' },
      el(
        'h2',
        { id: 'overview-title', tabindex: '-1' },
        cases ? `申报情况：共 ${cases.total} 件` : '申报情况',
      ),
      el('p', { class: 'panel-note' }, `截至 ${at}`),
      el(
        'button',
        {
          type: 'button',
          class: 'download',
          click: () => void takeFile('/api/desk/overview/file', `申报情况${at.slice(0, 10)}.xlsx`),
        },
        '下载 Excel 表',
      ),
    ),
    ...(cases
      ? [
          stagesPart(cases),
          latePart(cases),
          barTable('全部申请，按状态', '状态', cases.statuses),
          barTable('全部申请，按领域', '领域', cases.domains),
          daysPart(cases),
          returnedPart(cases),
        ]
      : []),
    questionsPart(questions),
    channels.length > 0 && channelsPart(channels),
  );
