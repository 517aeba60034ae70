/** Pauses between attempts: the first, then twice as long each time, up to the longest. Any unit, the same for both. */
export const backOff =
  (first: number, longest: number) =>
  (attempts: number): number =>
    Math.min(longest, first * 2 ** Math.min(attempts, 30));
