import type { PhoneView } from '../wire.ts';
import { sendJson } from './api.ts';
import { el } from './dom.ts';

/** How long a code is good for, in milliseconds (engine/acts/claim.ts). */
const goodMs = 10 * 60 * 1000;

/** A picture of the address under which a draft goes on; nothing where there is none, as the code stands in the words. */
export const pictureOf = (code: string): HTMLElement => {
  const figure = el('figure', { class: 'phone-code', hidden: true });
  sendJson<PhoneView>('POST', '/api/phone', { code }).then(
    ({ picture }) => {
      figure.replaceChildren(
        el('img', {
          src: picture,
          alt: '二维码：用手机打开本网页，继续填写这份申请',
          width: '200',
          height: '200',
        }),
        el(
          'figcaption',
          {},
          '用手机扫一扫，在手机上继续填写。10分钟内有效，只能用一次；这里的草稿会转到手机上。',
        ),
      );
      figure.hidden = false;
      setTimeout(() => figure.remove(), goodMs);
    },
    () => figure.remove(),
  );
  return figure;
};

/** The code in the address this page was opened by, which no longer shows it; null: there is none. */
export const codeInAddress = (): string | null => {
  const code = /^#take=([A-Z0-9]{10,20})$/.exec(location.hash)?.[1] ?? null;
  if (code !== null) history.replaceState(history.state, '', location.pathname);
  return code;
};
