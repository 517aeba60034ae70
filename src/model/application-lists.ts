import type { ApplicationStatus } from './review-verbs.ts';

interface Listed {
  readonly number: string;
  readonly section: string;
  readonly status: ApplicationStatus;
  readonly snapshots: readonly { readonly at: number }[];
}

/** Lists an application is on (or, `score: null`, off): all of them and the open ones, of the office and of its section. */
export const applicationLists = ({
  number,
  section,
  status,
  snapshots,
}: Listed): { readonly index: string; readonly id: string; readonly score: number | null }[] => {
  const score = snapshots[0]!.at;
  const open = status === 'in-review';
  return [
    { index: 'applications', id: number, score },
    { index: `section:${section}`, id: number, score },
    { index: 'open', id: number, score: open ? score : null },
    { index: `open:${section}`, id: number, score: open ? score : null },
  ];
};
