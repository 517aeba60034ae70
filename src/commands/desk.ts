import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { DeskAccess } from '../host/desk-access.ts';
import type { House } from '../host/house.ts';
import { spaceOf } from '../host/space.ts';
import { IssueError } from '../issue-error.ts';
import type { StaffBinding } from '../model/staff.ts';
import type { Settings } from '../settings.ts';
import { personOf, roleOf, rosterOf, sectionOf } from './staff.ts';

const addressFile = (dataDir: string): string => join(dataDir, 'page-address');

/** The running service's address, for commands in other processes. */
export const noteAddress = (dataDir: string, url: string): Promise<void> =>
  writeFile(addressFile(dataDir), `${url}\n`, { mode: 0o600 });

const addressOf = async ({ dataDir, publicUrl }: Settings): Promise<string> =>
  publicUrl ??
  (await readFile(addressFile(dataDir), 'utf8')
    .catch(() => {
      throw new IssueError([
        {
          code: 'desk:not-running',
          message: '没有找到正在运行的服务',
          hint: '请先运行 shenbao start；如网页有公开地址，请设置 PUBLIC_URL',
        },
      ]);
    })
    .then(text => text.trim()));

/** A seat for somebody without a chat app: reached, and acting, at the desk only. */
const seatAtDesk = async (
  house: House,
  given: { readonly as: string; readonly section: string; readonly role: string },
): Promise<StaffBinding> => {
  const section = sectionOf(house, given.section);
  const role = roleOf(given.role);
  const chat = randomBytes(12).toString('hex');
  await house.receive({
    id: `operator:${randomUUID()}`,
    at: house.now(),
    address: { channel: 'desk', chat, kind: 'private' },
    actor: { id: `desk:${chat}` },
    body: { kind: 'operator', command: 'bind', data: { section: section.id, role, name: given.as } },
  });
  return personOf(house, `desk:${chat}`);
};

/**
 * `desk open --as NAME`: prints a link that signs this person in at the desk; with a section and a role, somebody who is
 * not bound yet gets a seat first.
 */
export const openDesk = async (
  house: House,
  settings: Settings,
  given: { readonly as: string; readonly section?: string; readonly role?: string },
  output: Writable,
): Promise<void> => {
  const address = await addressOf(settings);
  const known = (await rosterOf(house)).filter(({ name, actor }) => name === given.as || actor === given.as);
  const { section, role } = given;
  const exampleSection = house.notices.newest.pack.contacts.sections[0]?.name ?? '科室';
  if (known.length === 0 && !(section && role)) {
    throw new IssueError([
      {
        code: 'desk:unknown',
        message: `没有绑定 ${given.as}`,
        hint: `没有聊天软件时，请同时写明科室和角色，例如 --section ${exampleSection} --role 审核人`,
      },
    ]);
  }
  const person =
    known.length === 0 && section && role
      ? await seatAtDesk(house, { as: given.as, section, role })
      : await personOf(house, given.as);
  if (person.status !== 'active') {
    throw new IssueError([
      {
        code: 'desk:pending',
        message: `${person.name} 的绑定还没有确认`,
        hint: '请先运行 shenbao staff confirm',
      },
    ]);
  }
  const access = new DeskAccess(
    house.store,
    () => house.now(),
    () => true,
  );
  const link = await access.link(spaceOf(house.notices.newest.pack.id, null).name, person.actor);
  output.write(`请${person.name}在10分钟内打开下面的地址登录审核台，只能用一次：\n`);
  output.write(`${address}/desk#${link}\n`);
};
