import { randomBytes, randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { House } from '../host/house.ts';
import { readRoster, rosterKey } from '../host/records.ts';
import { spaceOf } from '../host/space.ts';
import { IssueError } from '../issue-error.ts';
import { type StaffBinding, StaffRole } from '../model/staff.ts';

export const roleNames = {
  contact: '联系人',
  reviewer: '审核人',
  head: '科室负责人',
  leader: '局领导',
  operator: '操作员',
} as const satisfies Record<StaffRole, string>;

/** One-time codes carry 128 bits; hexadecimal, because chat apps leave that as it is. */
const CODE_BYTES = 16;

const noticeOf = (house: House) => house.notices.newest.pack;

export const sectionOf = (house: House, wanted: string) => {
  const { sections } = noticeOf(house).contacts;
  const found = sections.find(({ id, name }) => id === wanted || name === wanted);
  if (found) return found;
  throw new IssueError([
    {
      code: 'staff:unknown-section',
      message: `没有科室 ${wanted}`,
      hint: `可用：${sections.map(({ id, name }) => `${id}（${name}）`).join('、')}`,
    },
  ]);
};

export const roleOf = (wanted: string): StaffRole => {
  const found = StaffRole.options.find(role => role === wanted || roleNames[role] === wanted);
  if (found) return found;
  throw new IssueError([
    {
      code: 'staff:unknown-role',
      message: `没有角色 ${wanted}`,
      hint: `可用：${StaffRole.options.map(role => `${role}（${roleNames[role]}）`).join('、')}`,
    },
  ]);
};

const operate = async (
  house: House,
  command: string,
  data: Readonly<Record<string, string>>,
): Promise<void> => {
  await house.receive({
    id: `operator:${randomUUID()}`,
    at: house.now(),
    address: { channel: 'operator', chat: 'command-line', kind: 'private' },
    actor: { id: 'operator:command-line' },
    body: { kind: 'operator', command, data: { ...data } },
  });
};

export const rosterOf = async (house: House): Promise<readonly StaffBinding[]> => {
  const [record] = await house.store.load(spaceOf(noticeOf(house).id, null).name, [rosterKey]);
  return record ? readRoster(record).staff : [];
};

/** The person meant by a chat identity, or by a name that only one person has. */
export const personOf = async (house: House, wanted: string): Promise<StaffBinding> => {
  const staff = await rosterOf(house);
  const found = staff.find(({ actor }) => actor === wanted) ?? staff.filter(({ name }) => name === wanted);
  const people = Array.isArray(found) ? found : [found];
  const actors = new Set(people.map(({ actor }) => actor));
  if (people[0] && actors.size === 1) return people[0];
  throw new IssueError([
    {
      code: actors.size > 1 ? 'staff:ambiguous' : 'staff:unknown',
      message: actors.size > 1 ? `有多人名为 ${wanted}` : `没有绑定 ${wanted}`,
      hint: '请用 shenbao staff list 查看，并填写“账号”一栏',
    },
  ]);
};

/** `staff invite`: prints the one-time code once; the store keeps only its hash. */
export const invite = async (
  house: House,
  given: { readonly section: string; readonly role: string; readonly name: string },
  output: Writable,
): Promise<void> => {
  const section = sectionOf(house, given.section);
  const role = roleOf(given.role);
  const code = randomBytes(CODE_BYTES).toString('hex');
  await operate(house, 'invite', { section: section.id, role, name: given.name, code });
  output.write(`请${given.name}（${section.name}，${roleNames[role]}）在10分钟内私聊机器人发送：\n`);
  output.write(`/绑定 ${code}\n`);
  output.write('绑定码只能用一次，此处只显示一次。对方发送后，请运行 shenbao staff confirm 确认。\n');
};

export const list = async (house: House, output: Writable): Promise<void> => {
  const staff = await rosterOf(house);
  const names = new Map(noticeOf(house).contacts.sections.map(({ id, name }) => [id, name]));
  if (staff.length === 0) output.write('还没有绑定人员。\n');
  for (const { name, section, role, status, address, actor } of staff) {
    const where = address.kind === 'group' ? '群聊' : '私聊';
    const state = status === 'active' ? '已生效' : '待确认';
    output.write(
      `${name}\t${names.get(section) ?? section}\t${roleNames[role]}\t${state}\t${where}\t账号 ${actor}\n`,
    );
  }
};

/** Second confirmation by the operator: only now the binding counts. */
export const confirm = async (house: House, wanted: string, output: Writable): Promise<void> => {
  const person = await personOf(house, wanted);
  await operate(house, 'confirm', { actor: person.actor });
  output.write(`已确认 ${person.name}。\n`);
};

/** From the commit of this on, a press by the person is refused. */
export const revoke = async (house: House, wanted: string, output: Writable): Promise<void> => {
  const person = await personOf(house, wanted);
  await operate(house, 'revoke', { actor: person.actor });
  output.write(`已解除 ${person.name} 的全部绑定，即刻生效。\n`);
};
