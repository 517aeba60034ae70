/** Text for a place in HTML, within an element or a quoted attribute; Telegram reads the same four (core.telegram.org/bots/api#html-style). */
export const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
