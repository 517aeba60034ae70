import { below, type Edit, edited, type Located, locateXml } from './located-xml.ts';

const child = (node: Located | undefined, name: string): Located | undefined =>
  node?.children.find(one => one.name === name);

const controls = new Set(['w:sdt']);

/** Controls, those within others too. */
const controlsIn = (node: Located): Located[] =>
  below(node, controls).flatMap(control => [control, ...controlsIn(control)]);

/** As wide as a blank that somebody ruled by hand. */
const ROOM = '        ';

const emptied = (control: Located): Edit[] => {
  const properties = child(control, 'w:sdtPr');
  const prompt = child(properties, 'w:showingPlcHdr');
  const content = child(control, 'w:sdtContent');
  if (!prompt || !content || child(properties, 'w14:checkbox')) return [];
  const styles = below(content, new Set(['w:rStyle']));
  return [
    // Whatever stands in it from now on is an answer and no longer a prompt.
    { from: prompt.start, to: prompt.end, by: '' },
    ...styles.map(({ start, end }): Edit => ({ from: start, to: end, by: '' })),
    ...below(content, new Set(['w:t'])).map(
      ({ start, end }, at): Edit => ({
        from: start,
        to: end,
        by: at === 0 ? `<w:t xml:space="preserve">${ROOM}</w:t>` : '<w:t/>',
      }),
    ),
  ];
};

/** `word/document.xml` with room where its content controls ask to click and type (单击此处输入文字); the controls stay. */
export const emptyControls = (source: string): string => {
  const root = locateXml(source);
  return root ? edited(source, controlsIn(root).flatMap(emptied)) : source;
};
