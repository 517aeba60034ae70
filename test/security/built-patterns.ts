/** Prints, one JSON line each, the regular expressions that the product puts together when it is loaded and used. */
const built = new Set<string>();
const Original = RegExp;
globalThis.RegExp = new Proxy(Original, {
  construct(target, [source, flags]: [string | RegExp, string?]) {
    const made = new target(source, flags);
    // Libraries measure their texts themselves.
    const caller = new Error().stack?.split('\n')[2] ?? '';
    if (!caller.includes('node_modules'))
      built.add(JSON.stringify({ at: 'built', source: made.source, flags: made.flags }));
    return made;
  },
});

const { openAssistant } = await import('../../src/main.ts');
const { loadPack } = await import('../../src/packs/load.ts');
const { readField } = await import('../../src/engine/fields/registry.ts');
const loaded = await loadPack(new URL('../../conversations/wanzhou-2022', import.meta.url).pathname);
if (!loaded.ok) throw new Error(loaded.issues[0]?.code);
const pack = loaded.value;
const at = Date.parse('2022-09-01T02:00:00Z');
const assistant = await openAssistant({ packs: [pack], store: ':memory:', now: () => at });
const says = [
  '我们能申报吗？',
  '资格自测',
  '我们是企业，在万州注册，去年营收3000万元',
  '开始填报',
  '同意',
  '把单位名称改为甲公司',
];
for (const [index, text] of says.entries())
  await assistant.receive({
    id: `e${index}`,
    at,
    address: { channel: 'desk', chat: 'a', kind: 'private' },
    actor: { id: 'desk:a' },
    body: { kind: 'text', text },
  });
const around = { today: '2022-09-01', areaCode: null };
for (const field of pack.form.sections.flatMap(section => section.fields))
  readField(field, '张三 13800000000', around);
await assistant.close();
process.stdout.write(`${[...built].join('\n')}\n`);

export {};
