import type { Reading } from '../../language/reading.ts';

/** What the chat itself does for somebody who has submitted: it comes before anything the notice says of the same words. */
export type OwnFunction = 'document' | 'withdraw' | 'another' | 'progress';

/** A thing of ours and what is to be done with it. Checked clause by clause, in this order. */
const functions: readonly (readonly [OwnFunction, RegExp])[] = [
  [
    'document',
    /(?:申请书|申请表|word|文档)[^,，怎如]{0,6}(?:发|给|传|下载|导出|打印)|(?:发|给|传|下载|导出|打印)[^,，怎如]{0,8}(?:申请书|申请表|word|文档)/u,
  ],
  ['withdraw', /撤(?:回|下来|销申)|(?:收|拿|要|退)回(?:来|申请|材料)/u],
  [
    'another',
    /(?:再|重新|另外?)[^,，不]{0,4}(?:申报|填报|申请|报|填)(?!表|告|送|销|道|错|名单|书)|还(?:想|要|能|可以)(?:申报|报)(?!告|送)/u,
  ],
  [
    'progress',
    /(?:哪里|哪儿|哪点|哪些|什么地方)不(?:符合|对|行|合格|够)|(?:为什么|为啥|咋个?|怎么)(?:会)?(?:没|不|未)(?:得)?(?:通?过|批|给过)|(?:没过|没通过|被拒|被退)[^,，]{0,4}(?:原因|理由)/u,
  ],
];

/** Longest message that is heard as a wish for one of them, in UTF-16 units. */
const LIMIT = 40;

/** What somebody with an application of her own wants of us, if anything. */
export const ownFunctionIn = ({ text, clauses }: Reading): OwnFunction | null => {
  if (text.length > LIMIT) return null;
  for (const { plain, supposed } of clauses) {
    if (supposed) continue;
    for (const [name, pattern] of functions) if (pattern.test(plain)) return name;
  }
  return null;
};
