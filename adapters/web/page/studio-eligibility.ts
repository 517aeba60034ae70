import type { CriterionRows, EligibilityView, OutcomeGrid } from '../../../src/model/studio.ts';
import { getJson, wordsOf } from './api.ts';
import { toast } from './dialog.ts';
import { byId, el } from './dom.ts';
import { type Cite, clauseLink } from './message.ts';

const outcomeWords = {
  eligible: '符合',
  ineligible: '不符合',
  'needs-confirmation': '待确认',
  closed: '不在期限',
} as const;
const stateWords = { met: '符合', not_met: '不符合', unknown: '待确认', 'applies-not': '不适用' } as const;

/** The eligibility table as a grid of outcomes, and every criterion by itself. */
export const createEligibility = (base: () => string, cite: Cite) => {
  const panel = byId('panel-eligibility');
  let over: { row: string; column: string } | null = null;

  const titleOf = ({ facts }: EligibilityView, id: string): string =>
    facts.find(fact => fact.id === id)?.title ?? id;

  const gridOf = (view: EligibilityView, { rows, columns, outcomes }: OutcomeGrid): HTMLElement =>
    el(
      'table',
      { class: 'grid' },
      el(
        'caption',
        {},
        `“${titleOf(view, rows.fact)}”和“${titleOf(view, columns.fact)}”变化、其他都合要求时的结论`,
      ),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', { scope: 'col' }, titleOf(view, rows.fact)),
          ...columns.values.map(value => el('th', { scope: 'col' }, value)),
        ),
      ),
      el(
        'tbody',
        {},
        ...outcomes.map((line, at) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, rows.values[at] ?? ''),
            ...line.map(outcome => el('td', { class: outcome }, outcomeWords[outcome])),
          ),
        ),
      ),
    );

  const criterionOf = ({ title, clause, facts, rows, cut }: CriterionRows): HTMLElement =>
    el(
      'details',
      { class: 'criterion-rows' },
      el('summary', {}, title),
      el('p', { class: 'cites' }, '依据：', clauseLink(clause, cite)),
      cut
        ? el('p', { class: 'panel-note' }, '组合太多，这里不逐一列出。')
        : el(
            'table',
            { class: 'grid' },
            el(
              'thead',
              {},
              el(
                'tr',
                {},
                ...facts.map(fact => el('th', { scope: 'col' }, fact)),
                el('th', { scope: 'col' }, '这一条'),
              ),
            ),
            el(
              'tbody',
              {},
              ...rows.map(({ values, state }) =>
                el(
                  'tr',
                  {},
                  ...values.map(value => el('td', {}, value)),
                  el('td', { class: state }, stateWords[state]),
                ),
              ),
            ),
          ),
    );

  const chooser = (view: EligibilityView, side: 'row' | 'column', chosen: string): HTMLElement => {
    const select = el(
      'select',
      {
        change: () => {
          const { rows, columns } = view.grid!;
          over = { row: rows.fact, column: columns.fact, [side]: select.value };
          void draw().catch((error: unknown) => toast(wordsOf(error)));
        },
      },
      ...view.facts.map(({ id, title }) => el('option', { value: id, selected: id === chosen }, title)),
    );
    return el('label', {}, side === 'row' ? '纵向 ' : '横向 ', select);
  };

  const draw = async (): Promise<void> => {
    const query = over === null ? '' : `?${new URLSearchParams(over)}`;
    const view = await getJson<EligibilityView>(`${base()}/eligibility${query}`);
    panel.replaceChildren(
      el('h2', {}, '资格表'),
      ...(view.grid
        ? [
            el(
              'div',
              { class: 'choosers' },
              chooser(view, 'row', view.grid.rows.fact),
              chooser(view, 'column', view.grid.columns.fact),
            ),
            el(
              'div',
              { class: 'wide', tabindex: '0', role: 'group', 'aria-label': '结论表' },
              gridOf(view, view.grid),
            ),
          ]
        : []),
      el('h2', {}, '每一条单看'),
      ...view.criteria.map(criterionOf),
    );
  };
  return {
    draw,
    /** Another pack has other facts. */
    begin(): void {
      over = null;
    },
  };
};
