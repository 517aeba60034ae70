/** What goes first where a platform's rate makes messages wait: the answer, then what others decided, then reminders. */
export const ranks = ['answer', 'notice', 'reminder'] as const;
export type Rank = (typeof ranks)[number];
