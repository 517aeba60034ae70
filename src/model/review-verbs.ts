import { z } from 'zod';

/** What must be known before a verb is carried out; asked for step by step in engine/review/drafting.ts. */
type Need =
  | 'nothing'
  /** What the stage wants recorded: 专家意见, 认定文号. */
  | 'records'
  /** Fields with a reason each, or a reason for the application as a whole. */
  | 'fields'
  /** One reason for the whole. */
  | 'reason'
  /** A colleague. */
  | 'person';

/** Who may: `stage`: whoever decides now, where review.yaml offers it. `decider`: whoever decides now, always. */
type Who =
  | 'stage'
  | 'decider'
  /** Everybody of the office who holds a card of the case and does not decide now; only while it is open. */
  | 'watcher'
  /** Everybody of the office who holds a card. */
  | 'holder'
  /** The author of the last act, in the time for second thoughts. */
  | 'author'
  | 'applicant';

/** Where a verb leads: past its stage, to a status, back to where the case was, or nowhere. */
type LeadsTo = 'onward' | 'returned' | 'rejected' | 'withdrawn' | 'in-review' | 'back' | 'nowhere';

interface VerbTraits {
  /** What stands on the button and in the history, where the pack says nothing else. */
  readonly label: string;
  /** What may be typed instead of the button, apart from the label. */
  readonly words: readonly string[];
  readonly style: 'primary' | 'danger' | 'default';
  readonly needs: Need;
  readonly who: Who;
  readonly leadsTo: LeadsTo;
  /** Whether it stays in the case's history; what only shows something does not. */
  readonly kept: boolean;
  /** Whether the button is good for one press only. */
  readonly once: boolean;
}

/**
 * Every act on an application: 通过 · 退回补正 · 不通过 · 转交 · 加签 · 催办 · 查看 · 下载 · 撤回 · 申请人撤回 · 提交.
 * The order is that of the buttons. docs/architecture.md says what else a new one touches.
 */
export const reviewVerbs = {
  pass: {
    label: '通过',
    words: ['同意', '批准'],
    style: 'primary',
    needs: 'records',
    who: 'stage',
    leadsTo: 'onward',
    kept: true,
    once: true,
  },
  return: {
    label: '退回补正',
    words: ['退回'],
    style: 'default',
    needs: 'fields',
    who: 'stage',
    leadsTo: 'returned',
    kept: true,
    once: false,
  },
  reject: {
    label: '不通过',
    words: ['不予受理', '驳回', '拒绝'],
    style: 'danger',
    needs: 'reason',
    who: 'stage',
    leadsTo: 'rejected',
    kept: true,
    once: false,
  },
  view: {
    label: '查看全文',
    words: ['全文'],
    style: 'default',
    needs: 'nothing',
    who: 'holder',
    leadsTo: 'nowhere',
    kept: false,
    once: false,
  },
  download: {
    label: '下载申请书',
    words: ['下载'],
    style: 'default',
    needs: 'nothing',
    who: 'holder',
    leadsTo: 'nowhere',
    kept: false,
    once: false,
  },
  transfer: {
    label: '转交',
    words: [],
    style: 'default',
    needs: 'person',
    who: 'decider',
    leadsTo: 'nowhere',
    kept: true,
    once: false,
  },
  cosign: {
    label: '加签',
    words: [],
    style: 'default',
    needs: 'person',
    who: 'decider',
    leadsTo: 'nowhere',
    kept: true,
    once: false,
  },
  remind: {
    label: '催办',
    words: [],
    style: 'default',
    needs: 'nothing',
    who: 'watcher',
    leadsTo: 'nowhere',
    kept: true,
    once: false,
  },
  undo: {
    label: '撤回',
    words: ['撤销'],
    style: 'default',
    needs: 'nothing',
    who: 'author',
    leadsTo: 'back',
    kept: true,
    once: true,
  },
  withdraw: {
    label: '撤回申请',
    words: [],
    style: 'default',
    needs: 'nothing',
    who: 'applicant',
    leadsTo: 'withdrawn',
    kept: true,
    once: false,
  },
  submit: {
    label: '提交',
    words: [],
    style: 'default',
    needs: 'nothing',
    who: 'applicant',
    leadsTo: 'in-review',
    kept: true,
    once: false,
  },
} as const satisfies Record<string, VerbTraits>;

type Table = typeof reviewVerbs;
export type ReviewVerb = keyof Table;

/** Verbs with these traits. */
type VerbWith<Traits extends Partial<VerbTraits>> = {
  [Name in ReviewVerb]: Table[Name] extends Traits ? Name : never;
}[ReviewVerb];

const verbsWith = <const Name extends keyof VerbTraits, const Value extends VerbTraits[Name]>(
  trait: Name,
  values: readonly Value[],
) =>
  (Object.keys(reviewVerbs) as ReviewVerb[]).filter(verb =>
    (values as readonly unknown[]).includes(reviewVerbs[verb][trait]),
  ) as VerbWith<{ readonly [Key in Name]: Value } & Partial<VerbTraits>>[] as [
    VerbWith<{ readonly [Key in Name]: Value } & Partial<VerbTraits>>,
    ...VerbWith<{ readonly [Key in Name]: Value } & Partial<VerbTraits>>[],
  ];

/** What stays in a case's history. */
export const KeptVerb = z.enum(verbsWith('kept', [true]));
export type KeptVerb = z.infer<typeof KeptVerb>;

/** What review.yaml may offer at a stage: the decisions of the office. */
export const StageVerb = z.enum(verbsWith('who', ['stage']));
export type StageVerb = z.infer<typeof StageVerb>;

/** What whoever decides now may do: it is asked for step by step and may be left half done. */
export const DraftedVerb = z.enum(verbsWith('who', ['stage', 'decider']));
export type DraftedVerb = z.infer<typeof DraftedVerb>;

/** What an officer's button or words may ask for. */
export const CaseVerb = z.enum(verbsWith('who', ['stage', 'decider', 'watcher', 'holder', 'author']));
export type CaseVerb = z.infer<typeof CaseVerb>;

export const needOf = (verb: ReviewVerb): Need => reviewVerbs[verb].needs;

export const decides = (verb: ReviewVerb): verb is StageVerb => reviewVerbs[verb].who === 'stage';

interface StatusTraits {
  /** What it is called, where the pack says nothing else. */
  readonly label: string;
  /** What the applicant can do about it. */
  readonly ways: readonly ('progress' | 'fix')[];
}

/** Status of a case as a whole. What the applicant is told on reaching it is in engine/review/tell.ts. */
export const caseStatuses = {
  'in-review': { label: '审核中', ways: ['progress'] },
  returned: { label: '已退回补正', ways: ['fix'] },
  approved: { label: '已通过', ways: ['progress'] },
  rejected: { label: '未通过', ways: ['progress'] },
  withdrawn: { label: '已撤回', ways: ['progress'] },
} as const satisfies Record<string, StatusTraits>;

type Status = keyof typeof caseStatuses;
export const ApplicationStatus = z.enum(Object.keys(caseStatuses) as [Status, ...Status[]]);
export type ApplicationStatus = z.infer<typeof ApplicationStatus>;
