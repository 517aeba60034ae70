import type { Store } from '../store/port.ts';
import { filesOfSpace } from './file-references.ts';
import type { FileKeeper } from './files.ts';

/** What is wrong with the files that the records of a space refer to, in words: missing, or not what was handed in. */
export const fileFindings = async (
  store: Pick<Store, 'dump' | 'records'>,
  keeper: Pick<FileKeeper, 'contentOf'>,
  space: string,
): Promise<string[]> => {
  const findings: string[] = [];
  for (const { id, sha256, record } of await filesOfSpace(store, space)) {
    const content = await keeper.contentOf(id);
    if (content === null) findings.push(`${record}：附件 ${id.slice(0, 12)} 缺失`);
    else if (content !== sha256) findings.push(`${record}：附件 ${id.slice(0, 12)} 的内容被改动`);
  }
  return findings;
};
