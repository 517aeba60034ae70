/** Something handed in, and whoever waits for what became of it. */
export interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Carry out a batch and tell each who waits: the answer in its place, an Error there, or what was thrown to all. */
export const carryOut = async <Item, Answer>(
  batch: readonly Waiting<Item, Answer>[],
  work: (items: readonly Item[]) => Promise<readonly (Answer | Error)[]>,
): Promise<void> => {
  try {
    const answers = await work(batch.map(({ item }) => item));
    for (const [index, { resolve, reject }] of batch.entries()) {
      const answer = answers[index]!;
      if (answer instanceof Error) reject(answer);
      else resolve(answer);
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
    throw error;
  }
};
