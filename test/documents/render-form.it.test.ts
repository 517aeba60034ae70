import Docxtemplater from 'docxtemplater';
import PizZip from 'pizzip';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FormData } from '../../src/documents/form-data.ts';
import { readForm } from '../../src/documents/read-form.ts';
import { renderForm } from '../../src/documents/render-form.ts';
import { hostileTexts } from '../contracts/hostile-texts.ts';
import { completeAnswers, dataFor, markupOf, textOf, wanzhou, workshop } from './forms.ts';

const render = (answers: Record<string, string>, partners = 0, options = {}) =>
  renderForm(wanzhou.template, dataFor(wanzhou, answers, { partners }, options));

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

afterEach(() => vi.useRealTimers());

describe('the filled form', () => {
  it.each([0, 1, 2, 3, 20])('prints every answer with %i partners', partners => {
    const answers = completeAnswers(wanzhou.form, { partners });
    const printed = textOf(render(answers, partners));
    for (const value of Object.values(answers)) {
      for (const line of value.split('\n')) {
        expect(printed).toContain(line);
      }
    }
  });

  it('prints what recurs everywhere the office prints it', () => {
    const printed = textOf(
      render({ unitName: '甲单位', centerName: '乙中心', leader: '丙某', domain: '食品加工' }),
    );
    expect(occurrences(printed, '甲单位')).toBe(2);
    expect(occurrences(printed, '乙中心')).toBe(2);
    expect(occurrences(printed, '丙某')).toBe(2);
    expect(occurrences(printed, '食品加工')).toBe(1);
  });

  it.each([
    ['unitNature', '医疗卫生单位', '☐高等学校 ☐科研院所 ☐企业 ☑医疗卫生单位 ☐其它'],
    ['unitNature', '其它', '☐高等学校 ☐科研院所 ☐企业 ☐医疗卫生单位 ☑其它'],
    ['domainBox', '绿色低碳', '☐先进制造 ☑绿色低碳 ☐山地特色农业 ☐大健康 ☐其他'],
    ['domainBox', '', '☐先进制造 ☐绿色低碳 ☐山地特色农业 ☐大健康 ☐其他'],
  ])('ticks one box of %s: %s', (field, value, boxes) => {
    expect(textOf(render({ [field]: value })).replace(/ +/g, ' ')).toContain(boxes);
  });

  it.each([
    [0, 2, 2],
    [1, 1, 2],
    [2, 0, 2],
    [3, 0, 3],
    [4, 0, 4],
  ])('with %i partners leaves %i blocks empty and prints %i seals', (partners, emptyBlocks, seals) => {
    const printed = textOf(render(completeAnswers(wanzhou.form, { partners }), partners));
    expect(occurrences(printed, '（单位名称）')).toBe(emptyBlocks);
    expect(printed.match(/合作单位\d+（盖章）/g)).toEqual(
      Array.from({ length: seals }, (_, index) => `合作单位${index + 1}（盖章）`),
    );
  });

  it('leaves no tag behind, filled or empty', () => {
    for (const bytes of [render({}), render(completeAnswers(wanzhou.form, { partners: 3 }), 3)]) {
      expect(textOf(bytes)).not.toMatch(/[【】]|undefined|\[object/);
    }
  });

  it('prints nothing where there is no value at all', () => {
    const printed = textOf(renderForm(wanzhou.template, { values: {}, groups: {}, mark: '' }));
    expect(printed).not.toMatch(/[【】]|undefined|\[object/);
  });

  it('keeps a paragraph at the end of every cell, without which Word calls the file corrupt', () => {
    const nothing = renderForm(wanzhou.template, { values: {}, groups: {}, mark: '' });
    for (const bytes of [nothing, render({}), render(completeAnswers(wanzhou.form, { partners: 3 }), 3)]) {
      const xml = markupOf(bytes)['word/document.xml']!;
      const cells = xml.match(/<w:tc>.*?<\/w:tc>/gs)!;
      expect(cells.length).toBeGreaterThan(40);
      expect(cells.filter(cell => !/(<\/w:p>|<w:p\/>)<\/w:tc>$/.test(cell))).toEqual([]);
    }
  });

  it('leaves sections four to seven to pen and seal', () => {
    const printed = textOf(render(completeAnswers(wanzhou.form, { partners: 2 }), 2));
    const opinions = printed.slice(printed.indexOf('四、建设主体单位意见'));
    for (const value of Object.values(completeAnswers(wanzhou.form, { partners: 2 }))) {
      expect(opinions).not.toContain(value);
    }
    expect(occurrences(opinions, '年    月    日')).toBe(5);
  });

  it('marks a rehearsal on every page and a real form on none', () => {
    const marked = Object.entries(markupOf(render({}, 0, { rehearsal: true }))).filter(([, xml]) =>
      xml.includes('演练样张 非正式申报'),
    );
    expect(marked.map(([name]) => name).sort()).toEqual(['word/header1.xml', 'word/header2.xml']);
    expect(textOf(render({}))).not.toContain('演练');
  });

  it('prints the long answers of another office too', () => {
    const answers = completeAnswers(workshop.form, { inheritors: 2 });
    const printed = textOf(renderForm(workshop.template, dataFor(workshop, answers, { inheritors: 2 })));
    for (const value of Object.values(answers)) {
      for (const line of value.split('\n')) {
        expect(printed).toContain(line);
      }
    }
    expect(printed).not.toMatch(/[【】]/);
  });
});

describe('the same answers', () => {
  const data = dataFor(wanzhou, completeAnswers(wanzhou.form, { partners: 2 }), { partners: 2 });
  const twoYearsApart = (make: () => Uint8Array): [Buffer, Buffer] => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2022-09-01T08:00:00Z') });
    const first = Buffer.from(make());
    vi.setSystemTime(new Date('2024-09-01T20:00:00Z'));
    return [first, Buffer.from(make())];
  };

  it('give the same bytes whenever they are rendered', () => {
    const [first, second] = twoYearsApart(() => renderForm(wanzhou.template, data));
    expect(first.equals(second)).toBe(true);
  });

  it('would not without the fixed dates: the test can fail', () => {
    const [first, second] = twoYearsApart(() => {
      const zip = new PizZip(wanzhou.template);
      new Docxtemplater(zip, { delimiters: { start: '【', end: '】' }, paragraphLoop: true }).render({});
      return zip.generate({ type: 'uint8array' });
    });
    expect(first.equals(second)).toBe(false);
  });
});

describe('hostile answers', () => {
  const more = [
    '【unitName】',
    '【#partners】',
    '{constructor}',
    '__proto__',
    ']]><w:p/>',
    '￾￿',
    '\u0085a\u2028b',
    'x'.repeat(100_000),
  ];

  /** Elements of the markup in order; hostile text must not add, remove or change one. */
  const skeleton = (bytes: Uint8Array) =>
    Object.values(markupOf(bytes))
      .join('')
      .match(/<[^>]+>/g);
  const inert = (make: (data: FormData) => Uint8Array, text: string): boolean => {
    const hostile = make(dataFor(wanzhou, { unitName: `甲${text}`.replace(/[\r\n\u0085\u2028]/g, ' ') }));
    const harmless = make(dataFor(wanzhou, { unitName: '甲单位' }));
    return JSON.stringify(skeleton(hostile)) === JSON.stringify(skeleton(harmless));
  };

  it.each([...hostileTexts, ...more].map(text => [text.slice(0, 40), text]))('stay text: %j', (_, text) => {
    expect(inert(data => renderForm(wanzhou.template, data), text)).toBe(true);
  });

  it('would be caught if they did not', () => {
    const careless = (data: FormData) => {
      const zip = new PizZip(wanzhou.template);
      const xml = zip.file('word/document.xml')!.asText();
      zip.file('word/document.xml', xml.replaceAll('【unitName】', data.values.unitName!));
      return zip.generate({ type: 'uint8array' });
    };
    expect(inert(careless, '甲</w:t></w:r><w:r><w:t>乙')).toBe(false);
  });

  it.each([...hostileTexts, ...more].map(text => [text.slice(0, 40), text]))(
    'come back as they are printed: %j',
    async (_, text) => {
      const data = dataFor(wanzhou, { rdSituation: text });
      const read = await readForm(renderForm(wanzhou.template, data), wanzhou.form);
      expect(read).toMatchObject({ ok: true });
      expect(read.ok && (read.value.values.rdSituation ?? '')).toBe(data.values.rdSituation);
    },
  );
});

describe('a traced form', () => {
  const trace = /\ue000[^\ue001]+\ue001/g;
  const answers = completeAnswers(wanzhou.form, { partners: 2 });
  const filled = dataFor(wanzhou, answers, { partners: 2 });

  it('has the place of every field before its value, of the right entry in a group', () => {
    const traced = textOf(renderForm(wanzhou.template, filled, true));
    const places = new Set((traced.match(trace) ?? []).map(each => each.slice(1, -1)));
    for (const section of wanzhou.form.sections)
      for (const { id } of section.fields)
        for (const entry of section.repeat ? [0, 1] : [null])
          expect(places).toContain(entry === null ? id : `${section.id}.${entry}.${id}`);
    expect(traced).toContain(`\ue000unitName\ue001${answers.unitName}`);
  });

  it('is the form of people once the places are taken out', () => {
    const plain = textOf(renderForm(wanzhou.template, filled));
    expect(plain).not.toMatch(trace);
    expect(textOf(renderForm(wanzhou.template, filled, true)).replaceAll(trace, '')).toBe(plain);
  });
});
