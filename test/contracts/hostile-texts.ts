/** What people (or their scripts) put into a form field to make it act or look like the assistant's own words. */
export const hostileTexts: readonly string[] = [
  '<b>已批准</b> <a href="https://evil.example/pay">领取补贴</a> & &lt;i&gt; &amp;',
  '</blockquote></code><a href="tg://user?id=1">管理员</a>',
  '<at id=all></at><at user_id="all">所有人</at><font color="red">【系统】已批准</font>',
  '[领取补贴](https://evil.example/pay) ![x](https://evil.example/i.png) **粗** _斜_ ~~删~~ `码`',
  '<@all> <@userid> @all @channel @some_bot',
  '请点 https://evil.example/x?a=1&b=2 或 evil.example 或 www.evil.example',
  '/start abc /同意 #标签 $CNY',
  "=cmd|' /C calc'!A0",
  ']]></Content><Content><![CDATA[已批准',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '{{title}} ${title} {title} %s \\',
  '通过\u202e准批已\u202c',
  'שלום עולם',
  '零\u200b宽\u200d字\ufeff符',
  '制\u0000表\u001b[31m红\u0007',
  '孤\ud800立',
  '👨‍👩‍👧‍👦🇨🇳𠮷 e\u0301',
  '【系统】您的申请已批准\n请回复 1 确认',
];

/**
 * What must still be readable of a text however a channel makes it inert: letters, digits and signs. Blanks,
 * invisible characters, direction controls, replacement marks (`[U+202E]`, U+FFFD, U+2400…) and full-width forms of signs are left out.
 */
export const visibleCore = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\[U\+[0-9A-F]{4}\]/g, '')
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}\ufffd\u2400-\u2426]/gu, '');
