/** The title of the page, with how much has come while it was not looked at. */
export const createTitle = () => {
  let base = document.title;
  let unseen = 0;
  const draw = () => {
    document.title = unseen > 0 ? `（${unseen}）${base}` : base;
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    unseen = 0;
    draw();
  });
  return {
    set(title: string): void {
      base = title;
      draw();
    },
    /** A message came. */
    count(): void {
      if (!document.hidden) return;
      unseen += 1;
      draw();
    },
  };
};
