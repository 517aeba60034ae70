import { describe, expect, it } from 'vitest';
import { readXml, textOf, textsOf } from '../../adapters/wecom/xml.ts';

describe('what WeCom sends', () => {
  it('reads texts, CDATA, empty elements and nested choices', () => {
    const xml = readXml(`<xml>
      <ToUserName><![CDATA[ww1]]></ToUserName><CreateTime>1348831860</CreateTime><EventKey></EventKey><Empty/>
      <Content><![CDATA[a < b & c <b>]]]]><![CDATA[>]]></Content>
      <SelectedItems><SelectedItem><QuestionKey>q</QuestionKey><OptionIds>
        <OptionId><![CDATA[one]]></OptionId><OptionId>two</OptionId></OptionIds></SelectedItem></SelectedItems>
    </xml>`)!;
    expect(textOf(xml, 'ToUserName')).toBe('ww1');
    expect(textOf(xml, 'CreateTime')).toBe('1348831860');
    expect(textOf(xml, 'EventKey')).toBe('');
    expect(textOf(xml, 'Empty')).toBe('');
    expect(textOf(xml, 'Content')).toBe('a < b & c <b>]]>');
    expect(textsOf(xml, 'OptionId')).toEqual(['one', 'two']);
  });

  it('gives no text for an element that comes twice or has children', () => {
    const xml = readXml('<xml><A>1</A><A>2</A><B><C>3</C></B></xml>')!;
    expect(textOf(xml, 'A')).toBeUndefined();
    expect(textOf(xml, 'B')).toBeUndefined();
    expect(textOf(xml, 'D')).toBeUndefined();
  });
});

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n === 0 ? '' : n};`.repeat(10)}">`,
).join('')}]><xml><Content>&lol9;</Content></xml>`;

describe('what it refuses', () => {
  it.each([
    ['a billion laughs', laughs],
    [
      'an outside entity',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><Content>&e;</Content></xml>',
    ],
    ['a DOCTYPE alone', '<!DOCTYPE xml><xml><A>1</A></xml>'],
    ['an entity outside CDATA', '<xml><A>a &amp; b</A></xml>'],
    ['a numeric entity', '<xml><A>&#60;</A></xml>'],
    ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>'],
    ['text after the root', '<xml><A>1</A></xml>x'],
    ['text beside elements', '<xml>x<A>1</A></xml>'],
    ['a comment', '<xml><!-- x --><A>1</A></xml>'],
    ['a processing instruction', '<xml><?php x ?><A>1</A></xml>'],
    ['an attribute', '<xml a="1"><A>1</A></xml>'],
    ['a namespace prefix', '<x:xml><A>1</A></x:xml>'],
    ['an element that is not closed', '<xml><A>1</A>'],
    ['crossed elements', '<xml><A><B></A></B></xml>'],
    ['CDATA that does not end', '<xml><A><![CDATA[x</A></xml>'],
    ['nesting without end', `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`],
    ['elements without end', `<xml>${'<A/>'.repeat(5000)}</xml>`],
    ['nothing', ''],
    ['only text', 'hello'],
  ])('%s', (_, source) => {
    expect(readXml(source)).toBeNull();
  });
});
